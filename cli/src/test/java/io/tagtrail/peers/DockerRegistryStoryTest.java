package io.tagtrail.peers;

import io.tagtrail.testkit.peers.PeerRegistry;
import org.junit.jupiter.api.Tag;

@Tag("peers")
class DockerRegistryStoryTest extends PeerStory {
  DockerRegistryStoryTest() {
    super(PeerRegistry.Kind.DOCKER_REGISTRY);
  }
}
