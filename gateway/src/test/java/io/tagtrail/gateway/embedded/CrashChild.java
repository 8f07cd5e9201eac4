package io.tagtrail.gateway.embedded;

import java.nio.file.Path;

/// The registry in a process of its own, to be killed.
final class CrashChild {
  private CrashChild() {}

  public static void main(String[] args) throws InterruptedException {
    var registry = EmbeddedRegistry.start(Path.of(args[0]), RegistryTest.loopback());
    System.out.println(registry.uri());
    registry.join();
  }
}
