package io.tagtrail.process;

import io.tagtrail.testkit.peers.PeerRegistry;
import org.junit.jupiter.api.Tag;

@Tag("peers")
class KilledBeforeDockerRegistryTest extends KilledBeforePeer {
  KilledBeforeDockerRegistryTest() {
    super(PeerRegistry.Kind.DOCKER_REGISTRY);
  }
}
