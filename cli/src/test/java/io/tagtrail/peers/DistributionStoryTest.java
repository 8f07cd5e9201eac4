package io.tagtrail.peers;

import io.tagtrail.testkit.peers.PeerRegistry;
import org.junit.jupiter.api.Tag;

@Tag("peers")
class DistributionStoryTest extends PeerStory {
  DistributionStoryTest() {
    super(PeerRegistry.Kind.DISTRIBUTION);
  }
}
