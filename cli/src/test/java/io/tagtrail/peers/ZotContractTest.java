package io.tagtrail.peers;

import io.tagtrail.testkit.peers.PeerRegistry;
import org.junit.jupiter.api.Tag;

@Tag("more-peers")
class ZotContractTest extends PeerContract {
  ZotContractTest() {
    super(PeerRegistry.Kind.ZOT);
  }

  @Override
  protected boolean showsBlobsEverywhere() {
    return true;
  }
}
