package io.tagtrail.gateway.embedded;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A registry over a folder of its own, for each test.
abstract class RegistryTest {
  @SuppressWarnings("NullAway.Init")
  @TempDir
  Path folder;

  @SuppressWarnings("NullAway.Init")
  EmbeddedRegistry registry;

  @SuppressWarnings("NullAway.Init")
  Client client;

  @BeforeEach
  final void start() {
    registry = EmbeddedRegistry.start(folder, loopback());
    client = new Client(registry);
  }

  @AfterEach
  final void stop() {
    registry.close();
  }

  final void restart() {
    stop();
    start();
  }

  static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }
}
