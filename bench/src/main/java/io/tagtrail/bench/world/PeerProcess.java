package io.tagtrail.bench.world;

import io.tagtrail.testkit.peers.PeerRegistry;

/// A registry that other people wrote.
record PeerProcess(String name, PeerRegistry registry) implements Served {
  @Override
  public String host() {
    return registry.host();
  }

  @Override
  public void close() {
    registry.close();
  }
}
