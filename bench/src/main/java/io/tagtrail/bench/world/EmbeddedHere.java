package io.tagtrail.bench.world;

import io.tagtrail.gateway.embedded.EmbeddedRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/// The embedded registry in this process: quicker to have, and of no use for figures, since both
/// sides of what is measured share a heap and a compiler with it.
record EmbeddedHere(EmbeddedRegistry registry) implements Served {
  static EmbeddedHere start(Path folder) {
    return new EmbeddedHere(
        EmbeddedRegistry.start(folder, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
  }

  @Override
  public String name() {
    return EmbeddedProcess.NAME;
  }

  @Override
  public String host() {
    return registry.host();
  }

  @Override
  public void close() {
    registry.close();
  }
}
