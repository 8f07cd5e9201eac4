package io.tagtrail.flux.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.attest.Promotion;
import io.tagtrail.attest.SignedRecord;
import io.tagtrail.attest.SigningKey;
import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.cluster.Health;
import io.tagtrail.core.cluster.SourceState;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.flux.kube.KubeAccess;
import io.tagtrail.flux.kube.RealCluster;
import io.tagtrail.flux.kube.WatchSettings;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.oci.OciSettings;
import io.tagtrail.testkit.peers.PeerRegistry;
import io.tagtrail.testkit.peers.Peers;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.Bundle;
import io.tagtrail.testkit.registry.RawPusher;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All of it real: Kubernetes' API server, Flux's source-controller, a registry of others, what
/// Tagtrail signs, and our watcher that reads what Flux made of it.
@org.junit.jupiter.api.Tag("peers")
class SourceControllerTest {
  private static final WatchSettings SETTINGS =
      new WatchSettings(
          100,
          Duration.ofSeconds(10),
          Duration.ofSeconds(90),
          Duration.ofSeconds(120),
          Duration.ofMillis(100),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofMillis(20),
          Duration.ofSeconds(1));

  @TempDir Path folder;
  private final Peers peers = Peers.installed();
  private final Deque<AutoCloseable> closing = new ArrayDeque<>();
  private final List<ClusterReport> reports = new CopyOnWriteArrayList<>();
  private final SigningKey key = SigningKey.create();
  private final OciRegistry registry = new OciRegistry(OciSettings.anonymous());

  @AfterEach
  void stop() throws Exception {
    while (!closing.isEmpty()) {
      closing.pop().close();
    }
    registry.close();
  }

  @Test
  void flux_takes_what_was_promoted_and_refuses_what_was_not_and_both_are_seen() throws Exception {
    var served =
        PeerRegistry.start(
            peers,
            PeerRegistry.Kind.DISTRIBUTION,
            Files.createDirectories(folder.resolve("registry")));
    closing.push(served);
    var pusher = new RawPusher(URI.create("http://" + served.host()));
    var repository = pusher.repository("apps/shop");
    var first = Artifacts.sample(1);
    pusher.push(repository, first);
    sign(repository, first);
    pusher.push(repository, new Tag("prod"), first);

    var cluster = RealCluster.start(peers, Files.createDirectories(folder.resolve("cluster")));
    closing.push(cluster);
    cluster.create(
        "/api/v1/namespaces", "{apiVersion: v1, kind: Namespace, metadata: {name: flux-system}}");
    cluster.create("/api/v1/namespaces/apps/secrets", secret());
    controller(cluster);
    cluster.create(
        "/apis/source.toolkit.fluxcd.io/v1/namespaces/apps/ocirepositories",
        """
        apiVersion: source.toolkit.fluxcd.io/v1
        kind: OCIRepository
        metadata: {namespace: apps, name: shop}
        spec:
          interval: 2s
          insecure: true
          url: oci://%s
          ref: {tag: prod}
          verify: {provider: cosign, secretRef: {name: prod-key}}
        """
            .formatted(repository));
    var kubeconfig = cluster.kubeconfig(cluster.admin());
    var watcher =
        new ClusterWatcher(
            "real",
            () -> KubeAccess.kubeconfig(kubeconfig, null),
            SETTINGS,
            InstantSource.system(),
            reports::add,
            text -> {});
    closing.push(watcher);
    watcher.start();

    var took = await("the promotion", each -> has(each, first));
    assertThat(took.verify()).isEqualTo("cosign");
    assertThat(took.problem()).isNull();

    // Somebody moves the tag past Tagtrail: Flux sees it, and refuses it.
    var second = Artifacts.sample(2);
    pusher.push(repository, new Tag("prod"), second);
    var refused = await("the refusal", each -> each.health() == Health.FAILING);
    assertThat(refused.consumed()).isEqualTo(first.digest());
    assertThat(refused.problem()).containsIgnoringCase("verif");

    // The same bundle, promoted: now it is signed, and Flux takes it.
    sign(repository, second);
    var taken = await("the second promotion", each -> has(each, second));
    assertThat(taken.since()).isAfter(took.since());
  }

  private static boolean has(SourceState source, Bundle bundle) {
    return source.health() == Health.HEALTHY && bundle.digest().equals(source.consumed());
  }

  private void sign(Repository repository, Bundle bundle) {
    var promotion =
        new Promotion(
            "ledger.example/test",
            7,
            Alias.parse("shop/prod"),
            Location.parse(repository + ":prod"),
            EventKind.PROMOTION,
            1,
            null,
            null,
            Instant.parse("2026-11-22T03:00:00Z"));
    registry.attach(
        repository,
        bundle.manifest().descriptor(),
        SignedRecord.bundle(key, promotion, bundle.digest()));
  }

  private String secret() {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
    var pem =
        "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
            .formatted(lines.encodeToString(key.verification().key().getEncoded()))
            .getBytes(StandardCharsets.UTF_8);
    return "{apiVersion: v1, kind: Secret, metadata: {name: prod-key}, data: {prod.pub: %s}}"
        .formatted(Base64.getEncoder().encodeToString(pem));
  }

  private void controller(RealCluster cluster) throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var builder =
        new ProcessBuilder(
                peers.need("source-controller").toString(),
                "--storage-path=" + Files.createDirectories(folder.resolve("storage")),
                "--storage-addr=127.0.0.1:" + port,
                "--storage-adv-addr=127.0.0.1:" + port,
                "--events-addr=",
                "--metrics-addr=127.0.0.1:0",
                "--health-addr=127.0.0.1:0",
                "--log-level=info")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("controller.log").toFile());
    builder.environment().put("KUBECONFIG", cluster.kubeconfig(cluster.admin()).toString());
    builder.environment().put("RUNTIME_NAMESPACE", "flux-system");
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("TUF_ROOT", folder.resolve("tuf").toString());
    var process = builder.start();
    closing.push(() -> {
      process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    });
  }

  private SourceState await(String what, Predicate<SourceState> until) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (System.nanoTime() < end) {
      if (!reports.isEmpty() && !reports.getLast().sources().isEmpty()) {
        var source = Objects.requireNonNull(reports.getLast().sources().getFirst());
        if (until.test(source)) {
          return source;
        }
      }
      Thread.sleep(10);
    }
    throw new AssertionError(
        "never came: %s; last: %s; the controller said: %s"
            .formatted(
                what,
                reports.isEmpty() ? "nothing" : reports.getLast(),
                Files.readString(folder.resolve("controller.log"))));
  }
}
