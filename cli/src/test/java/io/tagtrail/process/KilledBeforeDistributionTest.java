package io.tagtrail.process;

import io.tagtrail.testkit.peers.PeerRegistry;
import org.junit.jupiter.api.Tag;

@Tag("peers")
class KilledBeforeDistributionTest extends KilledBeforePeer {
  KilledBeforeDistributionTest() {
    super(PeerRegistry.Kind.DISTRIBUTION);
  }
}
