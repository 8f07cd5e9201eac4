package io.tagtrail.peers;

import io.tagtrail.core.model.Repository;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.oci.OciSettings;
import io.tagtrail.testkit.peers.PeerRegistry;
import io.tagtrail.testkit.peers.Peers;
import io.tagtrail.testkit.registry.Pusher;
import io.tagtrail.testkit.registry.RawPusher;
import io.tagtrail.testkit.registry.RegistryContract;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The contract of a registry, kept by our client before a real one.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit starts the peer before anything else.
abstract class PeerContract extends RegistryContract {
  private final PeerRegistry.Kind kind;
  private final AtomicInteger repositories = new AtomicInteger();
  private final OciRegistry registry = new OciRegistry(OciSettings.anonymous());
  private PeerRegistry peer;

  PeerContract(PeerRegistry.Kind kind) {
    this.kind = kind;
  }

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    peer = PeerRegistry.start(Peers.installed(), kind, folder);
  }

  @AfterAll
  void stop() {
    registry.close();
    peer.close();
  }

  @Override
  protected Registry registry() {
    return registry;
  }

  @Override
  protected Pusher pusher() {
    return new RawPusher(URI.create("http://" + peer.host()));
  }

  @Override
  protected Repository freshRepository() {
    return new Repository(peer.host(), "contract/r" + repositories.incrementAndGet());
  }
}
