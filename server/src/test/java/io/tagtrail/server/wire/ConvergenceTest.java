package io.tagtrail.server.wire;

import static io.tagtrail.server.clusters.Reports.PROD;
import static io.tagtrail.server.clusters.Reports.digest;
import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.cluster.Consumption;
import io.tagtrail.core.cluster.Health;
import io.tagtrail.core.cluster.SourceState;
import io.tagtrail.core.cluster.WorkloadState;
import io.tagtrail.core.model.Digest;
import io.tagtrail.server.clusters.Reports;
import io.tagtrail.server.wire.Convergence.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConvergenceTest {
  private static final Instant NOW = Instant.parse("2026-11-22T04:00:00Z");
  private static final Instant THEN = NOW.minusSeconds(120);
  private static final Digest WANTED = digest(1);

  private static Convergence of(SourceState source) {
    return Convergence.of(new Consumption("eu", NOW, false, source), WANTED, NOW);
  }

  private static SourceState source(
      @Nullable Digest has, Health health, boolean suspended, @Nullable String problem) {
    return source(has, health, suspended, problem, List.of());
  }

  private static SourceState source(
      @Nullable Digest has,
      Health health,
      boolean suspended,
      @Nullable String problem,
      List<WorkloadState> workloads) {
    return new SourceState(
        "apps", "shop", PROD, has, THEN, health, suspended, "cosign", problem, workloads);
  }

  private static WorkloadState workload(
      String name, @Nullable Digest applied, Health health, boolean suspended) {
    return new WorkloadState(
        "Kustomization",
        "apps",
        name,
        applied,
        THEN,
        health,
        suspended,
        health == Health.FAILING ? "Deployment apps/web: 0 of 3 ready" : null,
        health == Health.FAILING ? "Back-off pulling image" : null);
  }

  @Test
  void the_same_bundle_applied_and_healthy_is_applied_with_since_when_and_after_how_long() {
    var same = of(Reports.source(PROD, WANTED, THEN, Health.HEALTHY));
    assertThat(same.state()).isEqualTo(State.APPLIED);
    assertThat(same.text())
        .isEqualTo("same, applied and healthy since 2026-11-22 03:58 UTC, 2 min ago");
    assertThat(same.appliedAfter(THEN.minusSeconds(42))).isEqualTo(Duration.ofSeconds(42));
    assertThat(same.consumedAfter(THEN.minusSeconds(42))).isEqualTo(Duration.ofSeconds(42));
    assertThat(same.appliedAfter(THEN.plusSeconds(1))).as("it had it before").isNull();
  }

  @Test
  void where_not_everything_could_be_looked_at_it_is_said() {
    var source = Reports.source(PROD, WANTED, THEN, Health.HEALTHY);
    var same = Convergence.of(new Consumption("eu", NOW, NOW, true, false, source), WANTED, NOW);
    assertThat(same.state()).isEqualTo(State.APPLIED);
    assertThat(same.text()).endsWith("ago; not everything there could be looked at");
  }

  @Test
  void another_bundle_is_behind_and_it_is_said_which_and_since_when() {
    var behind = of(Reports.source(PROD, digest(7), THEN, Health.HEALTHY));
    assertThat(behind.state()).isEqualTo(State.BEHIND);
    assertThat(behind.text()).startsWith("has sha256:000000000000 since 2026-11-22 03:58 UTC");
    assertThat(of(source(null, Health.PROGRESSING, false, null)).text())
        .isEqualTo("has nothing yet");
  }

  @Test
  void what_is_not_heard_of_is_silent_whatever_it_said_last() {
    var source = Reports.source(PROD, WANTED, THEN, Health.HEALTHY);
    var silent =
        Convergence.of(
            new Consumption("eu", NOW.minus(Duration.ofMinutes(47)), true, source), WANTED, NOW);
    assertThat(silent.state()).isEqualTo(State.SILENT);
    assertThat(silent.text()).contains("last heard of").contains("47 min ago");
    assertThat(silent.appliedAfter(THEN)).isNull();
  }

  @Test
  void a_source_that_verifies_and_fails_to_is_told_from_one_that_fails() {
    var unverified =
        source(digest(7), Health.FAILING, false, "VerificationError: no matching signatures");
    assertThat(of(unverified).state()).isEqualTo(State.UNVERIFIED);
    var failing = source(digest(7), Health.FAILING, false, "OCIPullFailed: 503");
    assertThat(of(failing).state()).isEqualTo(State.FAILING);
    assertThat(of(failing).text()).contains("OCIRepository apps/shop fails: OCIPullFailed: 503");
  }

  @Test
  void suspended_sources_and_workloads_are_said_to_be() {
    assertThat(of(source(digest(7), Health.SUSPENDED, true, null)).state())
        .isEqualTo(State.SUSPENDED);
    var held =
        of(
            source(
                WANTED,
                Health.HEALTHY,
                false,
                null,
                List.of(workload("shop", digest(7), Health.SUSPENDED, true))));
    assertThat(held.state()).isEqualTo(State.SUSPENDED);
    assertThat(held.text())
        .contains("Kustomization apps/shop is suspended")
        .contains("it runs sha256:");
  }

  @Test
  void the_failing_object_is_named_with_its_last_event_before_those_that_are_at_work() {
    var failing =
        of(
            source(
                WANTED,
                Health.HEALTHY,
                false,
                null,
                List.of(
                    workload("first", digest(7), Health.PROGRESSING, false),
                    workload("shop", digest(7), Health.FAILING, false))));
    assertThat(failing.state()).isEqualTo(State.FAILING);
    assertThat(failing.text())
        .contains("Kustomization apps/shop fails: Deployment apps/web: 0 of 3 ready")
        .contains("last event: Back-off pulling image");
  }

  @Test
  void one_of_several_workloads_that_is_not_there_yet_keeps_it_from_being_applied() {
    var applying =
        of(
            source(
                WANTED,
                Health.HEALTHY,
                false,
                null,
                List.of(
                    workload("first", WANTED, Health.HEALTHY, false),
                    workload("second", digest(7), Health.HEALTHY, false))));
    assertThat(applying.state()).isEqualTo(State.APPLYING);
    assertThat(applying.text()).contains("Kustomization apps/second");
  }

  @Test
  void a_bundle_that_nothing_takes_runs_nowhere() {
    assertThat(of(source(WANTED, Health.HEALTHY, false, null)).state()).isEqualTo(State.UNUSED);
  }

  @Test
  void what_says_nothing_is_unknown_and_never_applied() {
    for (var health : Health.values()) {
      if (health != Health.HEALTHY) {
        var each =
            of(
                source(
                    WANTED,
                    Health.HEALTHY,
                    false,
                    null,
                    List.of(workload("shop", WANTED, health, health == Health.SUSPENDED))));
        assertThat(each.state()).as(health.label()).isNotEqualTo(State.APPLIED);
        var ofSource =
            of(
                source(
                    WANTED,
                    health,
                    health == Health.SUSPENDED,
                    null,
                    List.of(workload("shop", WANTED, Health.HEALTHY, false))));
        assertThat(ofSource.state()).as(health.label()).isNotEqualTo(State.APPLIED);
      }
    }
  }
}
