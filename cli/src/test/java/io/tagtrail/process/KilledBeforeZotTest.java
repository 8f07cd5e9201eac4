package io.tagtrail.process;

import io.tagtrail.testkit.peers.PeerRegistry;
import org.junit.jupiter.api.Tag;

@Tag("more-peers")
class KilledBeforeZotTest extends KilledBeforePeer {
  KilledBeforeZotTest() {
    super(PeerRegistry.Kind.ZOT);
  }
}
