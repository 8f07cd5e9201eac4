package io.tagtrail.process;

import io.tagtrail.testkit.peers.PeerRegistry;
import org.junit.jupiter.api.Tag;

@Tag("more-peers")
class KilledBeforeOlaregTest extends KilledBeforePeer {
  KilledBeforeOlaregTest() {
    super(PeerRegistry.Kind.OLAREG);
  }
}
