package io.tagtrail.peers;

import io.tagtrail.testkit.peers.PeerRegistry;
import org.junit.jupiter.api.Tag;

@Tag("peers")
class DistributionContractTest extends PeerContract {
  DistributionContractTest() {
    super(PeerRegistry.Kind.DISTRIBUTION);
  }
}
