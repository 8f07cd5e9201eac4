package io.tagtrail.peers;

import io.tagtrail.testkit.peers.PeerRegistry;
import org.junit.jupiter.api.Tag;

@Tag("more-peers")
class OlaregContractTest extends PeerContract {
  OlaregContractTest() {
    super(PeerRegistry.Kind.OLAREG);
  }
}
