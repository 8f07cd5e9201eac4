package io.tagtrail.peers;

import io.tagtrail.testkit.peers.PeerRegistry;
import org.junit.jupiter.api.Tag;

@Tag("more-peers")
class ZotStoryTest extends PeerStory {
  ZotStoryTest() {
    super(PeerRegistry.Kind.ZOT);
  }
}
