package io.tagtrail.process;

import io.tagtrail.testkit.peers.PeerRegistry;
import io.tagtrail.testkit.peers.Peers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit starts the peer before anything else.
abstract class KilledBeforePeer extends KilledProcess {
  private final PeerRegistry.Kind kind;
  private PeerRegistry registry;

  KilledBeforePeer(PeerRegistry.Kind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start(@TempDir Path data) throws Exception {
    registry = PeerRegistry.start(Peers.installed(), kind, data);
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Override
  String host() {
    return registry.host();
  }
}
