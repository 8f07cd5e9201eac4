package io.tagtrail.flux.status;

import static io.tagtrail.flux.kube.Manifests.A;
import static io.tagtrail.flux.kube.Manifests.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.cluster.Health;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.flux.kube.FakeCluster;
import io.tagtrail.flux.kube.Manifests;
import io.tagtrail.flux.kube.WatchSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One cluster watched, with the clock in the test's hand.
class ClusterWatcherTest {
  private static final WatchSettings QUICK =
      new WatchSettings(
          50,
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofMillis(20),
          Duration.ofMillis(60),
          Duration.ofMillis(60),
          Duration.ofMillis(10),
          Duration.ofMillis(100));

  private final FakeCluster cluster = new FakeCluster();
  private final List<ClusterReport> reports = new CopyOnWriteArrayList<>();
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T10:00:00Z"));
  private final InstantSource clock = now::get;
  private final ClusterWatcher watcher =
      new ClusterWatcher("eu-1", cluster::access, QUICK, clock, reports::add, said::add);
  @TempDir Path folder;

  @AfterEach
  void close() {
    watcher.close();
    cluster.close();
  }

  private ClusterReport await(String what, Predicate<ClusterReport> until) {
    long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (System.nanoTime() < end) {
      if (!reports.isEmpty() && until.test(reports.getLast())) {
        return reports.getLast();
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    throw new AssertionError(
        "never came: %s; last: %s; said: %s"
            .formatted(what, reports.isEmpty() ? "nothing" : reports.getLast(), said));
  }

  private static boolean runs(ClusterReport report, String digest) {
    return report.sources().size() == 1 && report.sources().getFirst().runs(Digest.parse(digest));
  }

  @Test
  void a_promotion_is_followed_from_the_source_to_the_workload() {
    cluster.put("ocirepositories", Manifests.source("apps", "shop", A));
    cluster.put("kustomizations", Manifests.kustomization("apps", "shop", A));
    watcher.start();
    await("the first", report -> runs(report, A));
    cluster.put("ocirepositories", Manifests.source("apps", "shop", B));
    var between =
        await(
            "the source", report -> Digest.parse(B).equals(report.sources().getFirst().consumed()));
    assertThat(runs(between, B)).isFalse();
    cluster.put("kustomizations", Manifests.kustomization("apps", "shop", B));
    var report = await("the workload", each -> runs(each, B));
    assertThat(report.problem()).isNull();
    assertThat(report.cluster()).isEqualTo("eu-1");
    assertThat(cluster.asked()).allMatch(each -> each.method().equals("GET"));
  }

  @Test
  void a_failing_workload_is_explained_by_the_event_of_its_pod() {
    cluster.put("ocirepositories", Manifests.source("apps", "shop", B));
    cluster.put("kustomizations", Manifests.failing("apps", "shop", A, B));
    cluster.put(
        "events",
        Manifests.yaml(
            """
            kind: Event
            metadata: {namespace: apps, name: e1}
            type: Warning
            reason: BackOff
            message: Back-off pulling image
            involvedObject: {kind: Pod, namespace: apps, name: web-7d4-x2}
            lastTimestamp: "2026-11-22T09:59:00Z"
            """));
    watcher.start();
    var report = await("the report", each -> !each.sources().isEmpty());
    var workload = report.sources().getFirst().workloads().getFirst();
    assertThat(workload.health()).isEqualTo(Health.FAILING);
    assertThat(workload.lastEvent())
        .isEqualTo(
            "BackOff of Pod/web-7d4-x2: Back-off pulling image, last at 2026-11-22T09:59:00Z");
    // Events are not asked for again and again.
    long asked = cluster.asked().stream().filter(each -> each.path().contains("/events")).count();
    reports.clear();
    await("another report", each -> reports.size() > 3);
    assertThat(cluster.asked().stream().filter(each -> each.path().contains("/events")).count())
        .isEqualTo(asked);
  }

  @Test
  void a_cluster_that_is_gone_for_an_hour_is_reported_with_its_last_word_and_its_time() {
    cluster.put("ocirepositories", Manifests.source("apps", "shop", A));
    cluster.put("kustomizations", Manifests.kustomization("apps", "shop", A));
    watcher.start();
    await("the first", report -> runs(report, A));
    var last = now.get();
    cluster.down(true);
    now.set(last.plusSeconds(1));
    await("trouble", report -> report.problem() != null);
    now.set(last.plus(Duration.ofHours(1)));
    reports.clear();
    var away = await("an hour later", report -> reports.size() > 2);
    assertThat(runs(away, A)).isTrue();
    assertThat(away.time()).isBetween(last, last.plusSeconds(1));
    assertThat(away.problem()).contains("since 2026-11-22T10:00:0").contains("cannot be reached");
    cluster.put("ocirepositories", Manifests.source("apps", "shop", B));
    cluster.put("kustomizations", Manifests.kustomization("apps", "shop", B));
    cluster.down(false);
    var back = await("back", report -> report.problem() == null && runs(report, B));
    assertThat(back.time()).isEqualTo(now.get());
    assertThat(back.sources().getFirst().since()).isAfter(last);
  }

  @Test
  void kinds_that_are_missing_or_forbidden_are_said_and_the_others_reported() {
    cluster.put("ocirepositories", Manifests.source("apps", "shop", A));
    cluster.missing("helmreleases", true);
    cluster.forbidden("kustomizations", true);
    watcher.start();
    var report = await("the report", each -> !each.sources().isEmpty());
    assertThat(report.sources().getFirst().consumed()).isEqualTo(Digest.parse(A));
    assertThat(report.problem()).contains("kustomizations may not be read").doesNotContain("helm");
    assertThat(said).anyMatch(line -> line.contains("kustomizations may not be read"));
  }

  @Test
  void what_one_namespace_has_too_much_of_is_named_and_the_others_are_followed() {
    cluster.put("ocirepositories", Manifests.source("shop", "shop", A));
    cluster.put("kustomizations", Manifests.kustomization("shop", "shop", A));
    var histories = "{status: deployed, ociDigest: x, lastDeployed: y}, ".repeat(2_000);
    cluster.put(
        "kustomizations",
        Manifests.yaml(
            "{kind: Kustomization, metadata: {namespace: a-tenant, name: large, uid: t},"
                + " status: {history: ["
                + histories
                + "]}}"));
    watcher.start();
    var report = await("both", each -> runs(each, A) && each.problem() != null);
    assertThat(report.problem())
        .startsWith("1 kustomizations are left out")
        .endsWith("a-tenant/large");
    cluster.put("kustomizations", Manifests.kustomization("a-tenant", "large", A));
    await("all", each -> each.problem() == null);
  }

  @Test
  void a_hint_ends_the_pause_of_what_could_not_be_read() {
    var patient =
        new WatchSettings(
            50,
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofMillis(20),
            Duration.ofHours(1),
            Duration.ofHours(1),
            Duration.ofMillis(10),
            Duration.ofMillis(100));
    cluster.put("ocirepositories", Manifests.source("apps", "shop", A));
    cluster.forbidden("ocirepositories", true);
    var file = folder.resolve("kubeconfig");
    try (var watchers = new ClusterWatchers(patient, clock, reports::add, said::add)) {
      write(file);
      watchers.watch(Map.of("eu-2", new ClusterSource(file, null)));
      await("that it may not", each -> each.problem() != null);
      cluster.forbidden("ocirepositories", false);
      watchers.look("another");
      watchers.look("eu-2");
      await("the source", each -> each.sources().size() == 1);
    }
  }

  @Test
  void after_a_hint_the_last_event_of_what_fails_is_asked_for_again() {
    cluster.put("ocirepositories", Manifests.source("apps", "shop", B));
    cluster.put("kustomizations", Manifests.failing("apps", "shop", A, B));
    watcher.start();
    await("the report", each -> !each.sources().isEmpty());
    cluster.put(
        "events",
        Manifests.yaml(
            "{kind: Event, metadata: {namespace: apps, name: e1}, type: Warning, reason: BackOff,"
                + " message: new, involvedObject: {kind: Deployment, name: web}}"));
    watcher.look();
    await(
        "the event",
        each ->
            "BackOff of Deployment/web: new"
                .equals(each.sources().getFirst().workloads().getFirst().lastEvent()));
  }

  private void write(Path file) {
    try {
      Files.writeString(
          file,
          """
          current-context: x
          contexts: [{name: x, context: {cluster: c}}]
          clusters: [{name: c, cluster: {server: "%s"}}]
          """
              .formatted(cluster.uri()));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void clocks_that_are_apart_are_said_once_and_hinder_nothing() {
    cluster.put("ocirepositories", Manifests.source("apps", "shop", A));
    watcher.start();
    var report = await("several", each -> reports.size() > 3);
    // The test's clock stands still, somewhere else than that of the fake.
    assertThat(said).filteredOn(line -> line.matches("the clock of cluster eu-1 is .*")).hasSize(1);
    assertThat(report.problem()).isNull();
  }

  @Test
  void nothing_is_reported_as_gone_before_everything_was_read() {
    cluster.put("ocirepositories", Manifests.source("apps", "shop", A));
    cluster.answerWith(503);
    watcher.start();
    var report = await("trouble", each -> each.problem() != null);
    assertThat(report.sources()).isEmpty();
    assertThat(report.problem()).contains("503");
    cluster.answerWith(0);
    await("all", each -> each.problem() == null && each.sources().size() == 1);
  }

  @Test
  void a_kubeconfig_that_comes_later_is_taken() throws Exception {
    var file = folder.resolve("kubeconfig");
    cluster.put("ocirepositories", Manifests.source("apps", "shop", A));
    try (var watchers = new ClusterWatchers(QUICK, clock, reports::add, said::add)) {
      watchers.watch(Map.of("eu-2", new ClusterSource(file, null)));
      var report = await("trouble", each -> each.problem() != null);
      assertThat(report.cluster()).isEqualTo("eu-2");
      assertThat(report.problem()).contains("it is not there");
      write(file);
      await("the source", each -> each.sources().size() == 1);
      watchers.watch(Map.of());
      reports.clear();
      Thread.sleep(300);
      assertThat(reports).isEmpty();
    }
  }

  @Test
  void whoever_takes_reports_may_fail_and_gets_the_next() {
    cluster.put("ocirepositories", Manifests.source("apps", "shop", A));
    try (var failing =
        new ClusterWatcher(
            "eu-3",
            cluster::access,
            QUICK,
            clock,
            report -> {
              reports.add(report);
              throw new InvalidValueException("not taken");
            },
            said::add)) {
      failing.start();
      await("several", report -> reports.size() > 2);
      assertThat(said).anyMatch(line -> line.contains("was not taken: not taken"));
    }
  }
}
