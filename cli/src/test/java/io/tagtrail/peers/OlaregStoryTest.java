package io.tagtrail.peers;

import io.tagtrail.testkit.peers.PeerRegistry;
import org.junit.jupiter.api.Tag;

@Tag("more-peers")
class OlaregStoryTest extends PeerStory {
  OlaregStoryTest() {
    super(PeerRegistry.Kind.OLAREG);
  }
}
