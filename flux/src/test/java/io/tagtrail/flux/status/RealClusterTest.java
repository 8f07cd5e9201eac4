package io.tagtrail.flux.status;

import static io.tagtrail.flux.kube.Manifests.A;
import static io.tagtrail.flux.kube.Manifests.B;
import static io.tagtrail.flux.kube.Manifests.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.cluster.Health;
import io.tagtrail.core.model.Digest;
import io.tagtrail.flux.discovery.Discovery;
import io.tagtrail.flux.discovery.FluxObjects;
import io.tagtrail.flux.kube.Kind;
import io.tagtrail.flux.kube.KubeAccess;
import io.tagtrail.flux.kube.KubeClient;
import io.tagtrail.flux.kube.KubeException;
import io.tagtrail.flux.kube.Listing;
import io.tagtrail.flux.kube.Manifests;
import io.tagtrail.flux.kube.RealCluster;
import io.tagtrail.flux.kube.WatchSettings;
import io.tagtrail.testkit.peers.Peers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real kube-apiserver with Flux's own definitions and the RBAC that deploy/ ships. Every object
/// below had to pass Flux's schema.
@Tag("peers")
class RealClusterTest {
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

  @TempDir static Path folder;
  private static RealCluster cluster;
  private static String token;

  private final List<ClusterReport> reports = new CopyOnWriteArrayList<>();
  private final List<String> said = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    cluster = RealCluster.start(Peers.installed(), folder);
    cluster.create("/api/v1/namespaces", shipped("namespace.yaml"));
    cluster.create(
        "/api/v1/namespaces/tagtrail-agent/serviceaccounts", shipped("serviceaccount.yaml"));
    cluster.create("/apis/rbac.authorization.k8s.io/v1/clusterroles", shipped("clusterrole.yaml"));
    cluster.create(
        "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
        shipped("clusterrolebinding.yaml"));
    token = cluster.token("tagtrail-agent", "tagtrail-agent");
  }

  @AfterAll
  static void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static String shipped(String name) throws Exception {
    var root = Objects.requireNonNull(System.getProperty("tagtrail.root"));
    return Files.readString(Path.of(root, "deploy", "kubernetes", "agent", name));
  }

  private KubeAccess access() throws Exception {
    return KubeAccess.kubeconfig(cluster.kubeconfig(token), null);
  }

  private ClusterWatcher watcher() throws Exception {
    var file = cluster.kubeconfig(token);
    return new ClusterWatcher(
        "real",
        () -> KubeAccess.kubeconfig(file, "test"),
        SETTINGS,
        InstantSource.system(),
        reports::add,
        said::add);
  }

  private ClusterReport await(String what, Predicate<ClusterReport> until) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (System.nanoTime() < end) {
      if (!reports.isEmpty() && until.test(reports.getLast())) {
        return reports.getLast();
      }
      Thread.sleep(2);
    }
    throw new AssertionError(
        "never came: %s; last: %s; said: %s"
            .formatted(what, reports.isEmpty() ? "nothing" : reports.getLast(), said));
  }

  private static boolean runs(ClusterReport report, String name, String digest) {
    return report.sources().stream()
        .anyMatch(each -> each.name().equals(name) && each.runs(Digest.parse(digest)));
  }

  private static io.tagtrail.core.json.Json.Obj event() {
    return Manifests.yaml(
        """
        apiVersion: v1
        kind: Event
        metadata: {namespace: apps, name: web-1.17a}
        involvedObject: {apiVersion: v1, kind: Pod, namespace: apps, name: web-7d4-x2}
        type: Warning
        reason: BackOff
        message: Back-off pulling image "web:b"
        firstTimestamp: "2026-11-22T10:00:00Z"
        lastTimestamp: "2026-11-22T10:02:00Z"
        count: 4
        source: {component: kubelet}
        """);
  }

  @Test
  void a_promotion_a_failure_and_its_end_are_followed_as_they_happen() throws Exception {
    cluster.put(Kind.OCI_REPOSITORY, Manifests.source("apps", "shop", A));
    cluster.put(Kind.KUSTOMIZATION, Manifests.kustomization("apps", "shop", A));
    cluster.create("/api/v1/namespaces/apps/events", event().canonical());
    try (var watcher = watcher()) {
      watcher.start();
      await("the first", report -> runs(report, "shop", A));
      cluster.put(Kind.OCI_REPOSITORY, Manifests.source("apps", "shop", B));
      cluster.put(Kind.KUSTOMIZATION, Manifests.failing("apps", "shop", A, B));
      var failing =
          await(
              "the failure",
              report ->
                  report.sources().stream()
                      .filter(each -> each.name().equals("shop"))
                      .flatMap(each -> each.workloads().stream())
                      .anyMatch(
                          each -> each.health() == Health.FAILING && each.lastEvent() != null));
      var workload =
          failing.sources().stream()
              .filter(each -> each.name().equals("shop"))
              .findFirst()
              .orElseThrow()
              .workloads()
              .getFirst();
      assertThat(workload.failing()).startsWith("Deployment/apps/web, on the way to " + B);
      assertThat(workload.lastEvent())
          .isEqualTo(
              "BackOff of Pod/web-7d4-x2: Back-off pulling image \"web:b\" (4 times), last at 2026-11-22T10:02:00Z");
      cluster.put(Kind.KUSTOMIZATION, Manifests.kustomization("apps", "shop", B));
      await("the end", report -> runs(report, "shop", B));
      cluster.delete(Kind.KUSTOMIZATION, "apps", "shop");
      await(
          "the delete",
          report ->
              report.sources().stream()
                  .anyMatch(each -> each.name().equals("shop") && each.workloads().isEmpty()));
    }
  }

  @Test
  void a_helm_release_is_read_as_its_own_definition_has_it() throws Exception {
    cluster.put(Kind.OCI_REPOSITORY, Manifests.source("apps", "chart", C));
    cluster.put(
        Kind.HELM_RELEASE,
        Manifests.yaml(
            """
            apiVersion: helm.toolkit.fluxcd.io/v2
            kind: HelmRelease
            metadata: {namespace: apps, name: chart, generation: 1}
            spec:
              interval: 5m
              chartRef: {kind: OCIRepository, name: chart}
              values: {replicas: 3, ratio: 0.5}
            status:
              observedGeneration: 1
              lastAttemptedRevision: 1.2.3+cccccccccccc
              lastAttemptedRevisionDigest: prod@%1$s
              history:
                - {name: chart, namespace: apps, version: 7, status: deployed, chartName: chart,
                   chartVersion: 1.2.3+cccccccccccc, configDigest: sha256:x, digest: sha256:y,
                   ociDigest: "prod@%1$s", firstDeployed: "2026-11-01T10:00:00Z",
                   lastDeployed: "2026-11-21T10:00:00Z"}
              conditions:
                - {type: Ready, status: "True", reason: UpgradeSucceeded, observedGeneration: 1,
                   lastTransitionTime: "2026-11-21T10:00:05Z", message: "Helm upgrade succeeded"}
            """
                .formatted(C)));
    try (var watcher = watcher()) {
      watcher.start();
      var report = await("the release", each -> runs(each, "chart", C));
      assertThat(report.problem()).isNull();
    }
    try (var client = KubeClient.open(access())) {
      var found = Discovery.of(FluxObjects.of(client));
      assertThat(found.aliases())
          .anySatisfy(each -> {
            assertThat(each.alias()).hasToString("chart/prod");
            assertThat(each.readers().getFirst().users()).containsExactly("HelmRelease apps/chart");
          });
    }
  }

  @Test
  void the_role_that_is_shipped_reads_and_cannot_write() throws Exception {
    for (var kind : Kind.FLUX) {
      var all = "/apis/%s/%s/%s".formatted(kind.group(), kind.versions().getFirst(), kind.plural());
      var apps =
          "/apis/%s/%s/namespaces/apps/%s"
              .formatted(kind.group(), kind.versions().getFirst(), kind.plural());
      assertThat(cluster.status(token, "GET", all)).isEqualTo(200);
      for (var write :
          Map.of("POST", apps, "PUT", apps + "/x", "PATCH", apps + "/x", "DELETE", apps + "/x")
              .entrySet()) {
        assertThat(cluster.status(token, write.getKey(), write.getValue()))
            .as("%s %s", write.getKey(), write.getValue())
            .isEqualTo(403);
      }
      assertThat(cluster.status(token, "PATCH", apps + "/x/status")).isEqualTo(403);
      assertThat(cluster.status(token, "DELETE", apps)).isEqualTo(403);
    }
    assertThat(cluster.status(token, "GET", "/api/v1/namespaces/apps/events")).isEqualTo(200);
    for (var path :
        List.of(
            "/api/v1/secrets",
            "/api/v1/configmaps",
            "/api/v1/pods",
            "/api/v1/namespaces/tagtrail-agent/secrets",
            "/apis/rbac.authorization.k8s.io/v1/clusterroles")) {
      assertThat(cluster.status(token, "GET", path)).as(path).isEqualTo(403);
    }
    assertThat(
            cluster.status(
                token, "POST", "/api/v1/namespaces/tagtrail-agent/serviceaccounts/x/token"))
        .isEqualTo(403);
  }

  @Test
  void somebody_without_the_role_is_told_so() throws Exception {
    cluster.create(
        "/api/v1/namespaces/apps/serviceaccounts",
        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: nobody}}");
    var access = KubeAccess.kubeconfig(cluster.kubeconfig(cluster.token("apps", "nobody")), null);
    try (var client = KubeClient.open(access)) {
      assertThat(client.list(Kind.OCI_REPOSITORY))
          .isInstanceOfSatisfying(
              Listing.Forbidden.class,
              said -> assertThat(said.why()).contains("system:serviceaccount:apps:nobody"));
    }
    try (var client =
        KubeClient.open(KubeAccess.kubeconfig(cluster.kubeconfig("no-such-token"), null))) {
      assertThatThrownBy(() -> client.list(Kind.OCI_REPOSITORY))
          .isInstanceOfSatisfying(KubeException.class, e -> assertThat(e.status()).isEqualTo(401));
    }
  }

  @Test
  void a_list_in_chunks_is_whole_and_an_api_server_that_dies_is_followed_again() throws Exception {
    for (int i = 0; i < 250; i++) {
      cluster.put(Kind.OCI_REPOSITORY, Manifests.source("apps", "many-" + i, A));
    }
    try (var client = KubeClient.open(this::accessNow, SETTINGS, InstantSource.system());
        var watcher = watcher()) {
      var listed = (Listing.Objects) client.list(Kind.OCI_REPOSITORY);
      assertThat(listed.objects()).hasSizeGreaterThanOrEqualTo(250);
      assertThat(listed.objects()).doesNotHaveDuplicates();
      watcher.start();
      await("all of them", report -> report.sources().size() >= 250);
      cluster.down();
      var away = await("trouble", report -> report.problem() != null);
      assertThat(away.sources()).hasSizeGreaterThanOrEqualTo(250);
      cluster.up();
      cluster.put(Kind.OCI_REPOSITORY, Manifests.source("apps", "many-7", B));
      await(
          "the change after it",
          report ->
              report.problem() == null
                  && report.sources().stream()
                      .anyMatch(each ->
                          each.name().equals("many-7") && Digest.parse(B).equals(each.consumed())));
      for (int i = 0; i < 250; i++) {
        cluster.delete(Kind.OCI_REPOSITORY, "apps", "many-" + i);
      }
      await("the deletes", report -> report.sources().size() < 50);
    }
  }

  private KubeAccess accessNow() {
    try {
      return access();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_change_is_seen_within_moments() throws Exception {
    cluster.put(Kind.OCI_REPOSITORY, Manifests.source("apps", "quick", A));
    var millis = new ArrayList<Long>();
    try (var watcher = watcher()) {
      watcher.start();
      await("the first", report -> has(report, "quick", A));
      for (int i = 0; i < 20; i++) {
        var next = i % 2 == 0 ? B : A;
        cluster.put(Kind.OCI_REPOSITORY, Manifests.source("apps", "quick", next));
        long wrote = System.nanoTime();
        await("the next", report -> has(report, "quick", next));
        millis.add(Duration.ofNanos(System.nanoTime() - wrote).toMillis());
      }
    }
    Collections.sort(millis);
    System.out.printf(
        "from the write of a status to the report (settled for 20 ms): p50 %d ms, most %d ms%n",
        millis.get(10), millis.getLast());
    assertThat(millis.get(10)).isLessThan(1_000);
  }

  private static boolean has(ClusterReport report, String name, String digest) {
    return report.sources().stream()
        .anyMatch(each -> each.name().equals(name) && Digest.parse(digest).equals(each.consumed()));
  }
}
