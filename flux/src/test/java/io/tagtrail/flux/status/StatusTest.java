package io.tagtrail.flux.status;

import static io.tagtrail.flux.kube.Manifests.A;
import static io.tagtrail.flux.kube.Manifests.B;
import static io.tagtrail.flux.kube.Manifests.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.cluster.Health;
import io.tagtrail.core.cluster.SourceState;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Digest;
import io.tagtrail.flux.kube.KubeObject;
import io.tagtrail.flux.kube.Manifests;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Flux means by consumed, applied and healthy.
class StatusTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private final ClusterView view = new ClusterView("eu-1");

  private static KubeObject object(Json.Obj json) {
    return new KubeObject(json);
  }

  /// The object with another value at a path; null takes it away.
  private static Json.Obj with(Json.Obj json, @Nullable Json value, String... path) {
    var members = new TreeMap<>(json.members());
    if (path.length == 1) {
      if (value == null) {
        members.remove(path[0]);
      } else {
        members.put(path[0], value);
      }
    } else {
      var inner = members.get(path[0]) instanceof Json.Obj obj ? obj : yaml("{}");
      members.put(path[0], with(inner, value, java.util.Arrays.copyOfRange(path, 1, path.length)));
    }
    return new Json.Obj(members);
  }

  private static Json.Obj ready(Json.Obj json, String conditions) {
    return with(json, yaml("{c: [" + conditions + "]}").members().get("c"), "status", "conditions");
  }

  private SourceState one(Json.Obj source, Json.Obj... workloads) {
    var report = report(source, workloads);
    assertThat(report.sources()).hasSize(1);
    return report.sources().getFirst();
  }

  private ClusterReport report(Json.Obj source, Json.Obj... workloads) {
    return view.report(
        new ClusterView.Objects(
            List.of(object(source)), List.of(workloads).stream().map(StatusTest::object).toList()),
        NOW,
        NOW,
        failing -> "the event of " + failing,
        null);
  }

  @Test
  void a_source_that_is_ready_consumes_the_manifest_and_not_the_tarball() {
    var state =
        one(Manifests.source("apps", "shop", A), Manifests.kustomization("apps", "shop", A));
    assertThat(state.consumed()).isEqualTo(Digest.parse(A));
    assertThat(state.location()).hasToString("registry.example.com/apps/shop:prod");
    assertThat(state.since()).isEqualTo(Instant.parse("2026-11-20T10:00:00Z"));
    assertThat(state.health()).isEqualTo(Health.HEALTHY);
    assertThat(state.problem()).isNull();
    assertThat(state.verify()).isNull();
    var workload = state.workloads().getFirst();
    assertThat(workload.applied()).isEqualTo(Digest.parse(A));
    assertThat(workload.since()).isEqualTo(Instant.parse("2026-11-20T10:00:20Z"));
    assertThat(workload.health()).isEqualTo(Health.HEALTHY);
    assertThat(state.runs(Digest.parse(A))).isTrue();
    assertThat(state.runs(Digest.parse(B))).isFalse();
  }

  @Test
  void a_report_survives_its_own_wire() {
    var report =
        report(Manifests.source("apps", "shop", A), Manifests.failing("apps", "shop", A, B));
    var json = JsonReader.read(report.toJson().canonicalBytes());
    assertThat(ClusterReport.fromJson(new ObjectView("the report", (Json.Obj) json)))
        .isEqualTo(report);
  }

  @Test
  void a_source_whose_spec_changed_meanwhile_consumes_nothing_that_is_known() {
    var changed =
        with(Manifests.source("apps", "shop", A), new Json.Num(2), "metadata", "generation");
    var state = one(changed);
    assertThat(state.consumed()).isNull();
    assertThat(state.health()).isEqualTo(Health.PROGRESSING);
    assertThat(state.problem()).contains("generation 2");
  }

  @Test
  void an_artifact_of_another_tag_is_not_what_this_tag_says() {
    var other =
        with(Manifests.source("apps", "shop", A), new Json.Str("preprod"), "spec", "ref", "tag");
    var state = one(other);
    assertThat(state.consumed()).isNull();
    assertThat(state.problem()).contains("not of the tag preprod");
  }

  @Test
  void a_source_that_cannot_fetch_still_has_what_it_had_and_says_why() {
    var state =
        one(
            ready(
                Manifests.source("apps", "shop", A),
                "{type: Ready, status: 'False', reason: OCIArtifactPullFailed, message: \"failed to"
                    + " determine artifact digest: 503\", observedGeneration: 1}"));
    assertThat(state.consumed()).isEqualTo(Digest.parse(A));
    assertThat(state.health()).isEqualTo(Health.FAILING);
    assertThat(state.problem()).isEqualTo("failed to determine artifact digest: 503");
    assertThat(state.runs(Digest.parse(A))).isFalse();
  }

  @Test
  void a_stalled_source_may_hold_what_another_url_brought() {
    var state =
        one(
            ready(
                Manifests.source("apps", "shop", A),
                "{type: Stalled, status: 'True', reason: URLInvalid, message: bad},"
                    + " {type: Ready, status: 'False', reason: URLInvalid, message: bad url}"));
    assertThat(state.consumed()).isNull();
    assertThat(state.health()).isEqualTo(Health.FAILING);
    assertThat(state.problem()).isEqualTo("bad url");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{type: Ready, status: 'Unknown', reason: Progressing, message: m} | PROGRESSING",
        "{type: Reconciling, status: 'True', reason: NewRevision, message: m}, {type: Ready, status:"
            + " 'True', reason: S} | PROGRESSING",
        "{type: Reconciling, status: 'True', reason: ProgressingWithRetry}, {type: Ready, status:"
            + " 'False', reason: F, message: m} | FAILING",
        "{type: Reconciling, status: 'True', reason: Progressing}, {type: Ready, status: 'False',"
            + " reason: F, message: m} | PROGRESSING",
        "{type: Ready, status: 'False', reason: DependencyNotReady, message: m} | PROGRESSING",
        "{type: Ready, status: 'True', reason: S, observedGeneration: 2} | PROGRESSING",
        "{type: Ready, status: 'True', reason: S, observedGeneration: 3} | HEALTHY",
        "{type: Other, status: 'True'} | UNKNOWN",
      })
  void health_is_what_the_conditions_say(String conditions, Health health) {
    var state =
        one(
            Manifests.source("apps", "shop", A),
            ready(Manifests.kustomization("apps", "shop", A), conditions));
    assertThat(state.workloads().getFirst().health()).isEqualTo(health);
  }

  @Test
  void what_is_suspended_is_not_healthy_and_keeps_what_it_has() {
    var state =
        one(
            with(Manifests.source("apps", "shop", A), new Json.Bool(true), "spec", "suspend"),
            with(
                Manifests.kustomization("apps", "shop", A),
                new Json.Bool(true),
                "spec",
                "suspend"));
    assertThat(state.suspended()).isTrue();
    assertThat(state.health()).isEqualTo(Health.SUSPENDED);
    assertThat(state.consumed()).isEqualTo(Digest.parse(A));
    assertThat(state.workloads().getFirst().suspended()).isTrue();
    assertThat(state.runs(Digest.parse(A))).isFalse();
  }

  @Test
  void a_workload_that_fails_names_the_object_its_event_and_what_it_was_doing() {
    var state = one(Manifests.source("apps", "shop", B), Manifests.failing("apps", "shop", A, B));
    var workload = state.workloads().getFirst();
    assertThat(workload.health()).isEqualTo(Health.FAILING);
    assertThat(workload.applied()).isEqualTo(Digest.parse(A));
    assertThat(workload.failing())
        .isEqualTo(
            "Deployment/apps/web, on the way to %s: timeout waiting for: [Deployment/apps/web status: 'InProgress']"
                .formatted(B));
    assertThat(workload.lastEvent()).isEqualTo("the event of Deployment/apps/web");
  }

  @Test
  void a_kustomization_may_take_its_source_from_another_namespace() {
    var elsewhere =
        with(
            Manifests.kustomization("team", "shop", A),
            new Json.Str("apps"),
            "spec",
            "sourceRef",
            "namespace");
    var git =
        with(
            Manifests.kustomization("apps", "shop", A),
            new Json.Str("GitRepository"),
            "spec",
            "sourceRef",
            "kind");
    var state = one(Manifests.source("apps", "shop", A), elsewhere, git);
    assertThat(state.workloads()).extracting(each -> each.namespace()).containsExactly("team");
  }

  private static Json.Obj release(String history, String attempted) {
    return yaml(
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {namespace: apps, name: shop, uid: r1, generation: 1}
        spec: {interval: 5m, chartRef: {kind: OCIRepository, name: shop}}
        status:
          observedGeneration: 1
          lastAttemptedRevision: 1.2.3+aaaaaaaaaaaa
          lastAttemptedRevisionDigest: %s
          history: [%s]
          conditions: [{type: Ready, status: "True", reason: UpgradeSucceeded, observedGeneration: 1}]
        """
            .formatted(attempted, history));
  }

  @ParameterizedTest
  @CsvSource({"prod@,true", "'',true"})
  void a_helm_release_has_what_its_deployed_release_was_made_from(String tag, boolean applied) {
    // A tag that is a version is stored as the bare digest, another one with the tag.
    var state =
        one(
            Manifests.source("apps", "shop", A),
            release(
                "{version: 2, status: deployed, ociDigest: \"%s%s\", lastDeployed: \"2026-11-21T09:00:00Z\"}"
                    .formatted(tag, A),
                tag + A));
    var workload = state.workloads().getFirst();
    assertThat(workload.kind()).isEqualTo("HelmRelease");
    assertThat(workload.applied() != null).isEqualTo(applied);
    assertThat(workload.since()).isEqualTo(Instant.parse("2026-11-21T09:00:00Z"));
    assertThat(state.runs(Digest.parse(A))).isTrue();
  }

  @Test
  void an_upgrade_that_failed_leaves_the_release_before_it() {
    var failed =
        ready(
            release(
                "{version: 3, status: failed, ociDigest: \"prod@%s\"}, {version: 2, status: deployed, ociDigest: \"prod@%s\"}"
                    .formatted(B, A),
                "prod@" + B),
            "{type: Ready, status: 'False', reason: UpgradeFailed, message: \"Helm upgrade failed for"
                + " release apps/shop with chart shop@1.2.3: resource Deployment/apps/shop not ready."
                + " status: Failed\"}");
    var workload = one(Manifests.source("apps", "shop", B), failed).workloads().getFirst();
    assertThat(workload.applied()).isEqualTo(Digest.parse(A));
    assertThat(workload.health()).isEqualTo(Health.FAILING);
    assertThat(workload.failing()).startsWith("Deployment/apps/shop, on the way to " + B);
  }

  @Test
  void who_verifies_is_said_and_cosign_is_the_default() {
    var source = Manifests.source("apps", "shop", A);
    assertThat(one(with(source, yaml("{provider: notation}"), "spec", "verify")).verify())
        .isEqualTo("notation");
    assertThat(one(with(source, yaml("{secretRef: {name: keys}}"), "spec", "verify")).verify())
        .isEqualTo("cosign");
  }

  @Test
  void a_source_that_follows_no_tag_is_left_out() {
    var source = Manifests.source("apps", "shop", A);
    for (var ref : List.of("{semver: '>=1.0'}", "{digest: '" + A + "'}", "{tag: x, semver: '*'}")) {
      assertThat(report(with(source, yaml(ref), "spec", "ref")).sources()).as(ref).isEmpty();
    }
    var latest = with(source, null, "spec", "ref");
    assertThat(report(latest).sources().getFirst().location().tag().value()).isEqualTo("latest");
  }

  @Test
  void since_stays_as_long_as_the_digest_does_and_a_clock_that_is_apart_moves_nothing() {
    var since = new Since();
    var a = Digest.parse(A);
    var b = Digest.parse(B);
    assertThat(since.of("x", a, NOW.plusSeconds(600), NOW)).as("said in the future").isEqualTo(NOW);
    assertThat(since.of("x", a, NOW.minusSeconds(5), NOW.plusSeconds(60))).isEqualTo(NOW);
    // A clock that is behind says that B came before we still saw A.
    assertThat(since.of("x", b, NOW.minusSeconds(300), NOW.plusSeconds(90)))
        .isEqualTo(NOW.plusSeconds(90));
    assertThat(since.of("x", a, NOW.plusSeconds(100), NOW.plusSeconds(120)))
        .isEqualTo(NOW.plusSeconds(100));
    assertThat(since.of("y", a, NOW.minusSeconds(9), NOW)).isEqualTo(NOW.minusSeconds(9));
    assertThat(since.of("y", null, null, NOW)).isNull();
    since.keep(java.util.Set.of());
    assertThat(since.of("x", a, null, NOW.plusSeconds(200))).isEqualTo(NOW.plusSeconds(200));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "timeout waiting for: [Deployment/apps/web status: 'InProgress'] | Deployment/apps/web",
        "Deployment/apps/web dry-run failed (Invalid): spec | Deployment/apps/web",
        "Namespace/blue dry-run failed (Forbidden): x | Namespace/blue",
        "health check failed after 30s: failed early due to stalled resources: [Job/apps/migrate.1"
            + " status: 'Failed'] | Job/apps/migrate.1",
        "kustomize build failed: no such file |",
      })
  void the_failing_object_is_read_from_the_message(String message, @Nullable String object) {
    var found = FailingObject.in(message);
    assertThat(found == null ? null : found.toString()).isEqualTo(object);
  }

  @Test
  void the_last_event_is_a_warning_of_the_object_or_of_its_pods() {
    var object = new FailingObject("Deployment", "apps", "web");
    var events =
        List.of(
            event("Normal", "Deployment", "web", "ScalingReplicaSet", "10:05:00", "scaled"),
            event("Warning", "Pod", "web-7d4-x2", "BackOff", "10:03:00", "Back-off pulling image"),
            event("Warning", "Pod", "web-7d4-x2", "Failed", "10:01:00", "older"),
            event("Warning", "Pod", "webhook-1", "Failed", "10:09:00", "another's"));
    assertThat(LastEvent.of(events, object))
        .isEqualTo(
            "BackOff of Pod/web-7d4-x2: Back-off pulling image (3 times), last at 2026-11-22T10:03:00Z");
    assertThat(LastEvent.of(events.subList(0, 1), object)).startsWith("ScalingReplicaSet");
    assertThat(LastEvent.of(events.subList(3, 4), object)).isNull();
  }

  private static KubeObject event(
      String type, String kind, String name, String reason, String time, String message) {
    return object(
        yaml(
            """
            kind: Event
            metadata: {namespace: apps, name: e}
            type: %s
            reason: %s
            message: %s
            count: 3
            involvedObject: {kind: %s, namespace: apps, name: %s}
            lastTimestamp: "2026-11-22T%sZ"
            """
                .formatted(type, reason, message, kind, name, time)));
  }

  @ParameterizedTest
  @CsvSource({
    "main@sha1:0123456789012345678901234567890123456789",
    "prod@sha256:short",
    "prod",
    "''",
    "@",
  })
  void what_is_no_oci_revision_has_no_digest(String text) {
    assertThat(Revision.parse(text)).isNull();
  }

  @Test
  void a_revision_is_read_after_its_last_at() {
    assertThat(Revision.parse("a@b@" + A)).isEqualTo(new Revision("a@b", Digest.parse(A)));
    assertThat(Revision.parse(A)).isEqualTo(new Revision(null, Digest.parse(A)));
  }

  @Test
  void an_object_with_a_hostile_name_costs_the_report_itself_alone() {
    var bad =
        with(Manifests.source("apps", "shop", A), new Json.Str("a\u202e"), "metadata", "name");
    var report =
        view.report(
            new ClusterView.Objects(
                List.of(object(bad), object(Manifests.source("apps", "good", A))), List.of()),
            NOW,
            NOW,
            failing -> null,
            null);
    assertThat(report.sources()).extracting(SourceState::name).containsExactly("good");
    assertThat(report.problem()).contains("a source is left out");
  }
}
