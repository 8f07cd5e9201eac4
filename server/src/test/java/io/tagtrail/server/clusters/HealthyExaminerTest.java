package io.tagtrail.server.clusters;

import static io.tagtrail.server.clusters.Reports.PROD;
import static io.tagtrail.server.clusters.Reports.digest;
import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.cluster.Health;
import io.tagtrail.core.event.Decision.Check;
import io.tagtrail.core.event.Decision.Guard;
import io.tagtrail.core.event.Decision.Result;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.policy.Examiner;
import io.tagtrail.core.policy.Examiner.Use;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.server.clusters.ClusterTruth.Via;
import io.tagtrail.testkit.ledger.InMemoryNotes;
import io.tagtrail.testkit.ledger.SetClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthyExaminerTest {
  private static final Instant START = Instant.parse("2026-11-22T04:00:00Z");

  private final SetClock clock = SetClock.at(START.toString());
  private final InMemoryNotes notes = new InMemoryNotes();
  private final ClusterTruth truth = process();
  private int seconds;

  private ClusterTruth process() {
    return new ClusterTruth(notes, clock, Duration.ofMinutes(5), PROD::equals, Duration.ZERO);
  }

  private void reports(String cluster, int bundle, Health health) {
    clock.set(START.plusSeconds(30L * ++seconds));
    truth.take(Reports.of(cluster, clock.instant(), bundle, health), Via.AGENT);
  }

  private static Examiner.Subject subject(int bundle, Use use) {
    return new Examiner.Subject(
        Alias.parse("shop/prod"),
        Rules.usual("prod"),
        PROD.repository(),
        new Descriptor("application/vnd.oci.image.manifest.v1+json", digest(bundle), 100),
        use,
        null);
  }

  private List<Check> checks(int bundle) {
    // Of another process, and after everything.
    return new HealthyExaminer(process().health(), alias -> Optional.of(PROD))
        .examine(subject(bundle, Use.TARGET))
        .checks();
  }

  private Check check(int bundle) {
    assertThat(checks(bundle)).hasSize(1);
    var check = checks(bundle).getFirst();
    assertThat(check.name()).isEqualTo("healthy");
    assertThat(check.guard()).isEqualTo(Guard.SAFETY);
    return check;
  }

  @Test
  void a_bundle_that_was_healthy_passes_long_after_the_cluster_runs_another() {
    reports("eu", 1, Health.PROGRESSING);
    reports("eu", 1, Health.HEALTHY);
    reports("eu", 2, Health.FAILING);
    assertThat(check(1).result()).isEqualTo(Result.PASS);
    assertThat(check(1).detail()).isEqualTo("was healthy in eu");
  }

  @Test
  void what_was_healthy_once_stays_proved_whatever_fails_later() {
    reports("eu", 1, Health.HEALTHY);
    reports("eu", 1, Health.FAILING);
    assertThat(check(1).result()).isEqualTo(Result.PASS);
  }

  @Test
  void a_bundle_that_only_ever_failed_is_no_target_and_it_is_said_what_failed() {
    reports("eu", 1, Health.PROGRESSING);
    reports("eu", 1, Health.FAILING);
    reports("eu", 2, Health.HEALTHY);
    assertThat(check(1).result()).isEqualTo(Result.FAIL);
    assertThat(check(1).detail())
        .contains("never healthy in eu while it was there")
        .contains("Deployment apps/web: 0 of 3 ready");
  }

  @Test
  void a_bundle_that_left_before_it_was_healthy_is_unknown() {
    reports("eu", 1, Health.PROGRESSING);
    reports("eu", 2, Health.HEALTHY);
    assertThat(check(1).result()).isEqualTo(Result.UNKNOWN);
  }

  @Test
  void a_bundle_that_was_healthy_in_one_cluster_and_not_in_another_is_unknown() {
    reports("eu", 1, Health.HEALTHY);
    reports("us", 1, Health.FAILING);
    assertThat(check(1).result()).isEqualTo(Result.UNKNOWN);
    assertThat(check(1).detail()).contains("was healthy in eu").contains("never healthy in us");
  }

  @Test
  void a_bundle_that_no_cluster_reported_on_is_not_looked_at() {
    assertThat(checks(1)).isEmpty();
    reports("eu", 2, Health.HEALTHY);
    assertThat(checks(1)).isEmpty();
  }

  @Test
  void only_targets_are_looked_at_so_that_nothing_is_ever_refused() {
    reports("eu", 1, Health.FAILING);
    var examiner = new HealthyExaminer(truth.health(), alias -> Optional.of(PROD));
    for (var use : List.of(Use.FORWARD, Use.BACK)) {
      assertThat(examiner.examine(subject(1, use)).checks()).isEmpty();
    }
  }

  @Test
  void a_ledger_that_does_not_answer_makes_it_unknown() {
    var examiner =
        new HealthyExaminer(
            truth.health(),
            alias -> {
              throw new LedgerException(LedgerException.Kind.UNAVAILABLE, "away");
            });
    assertThat(examiner.examine(subject(1, Use.TARGET)).checks())
        .extracting(Check::result)
        .containsExactly(Result.UNKNOWN);
  }

  @Test
  void of_very_many_bundles_the_newest_are_remembered() {
    for (int i = 1; i <= 260; i++) {
      reports("eu", i, Health.HEALTHY);
    }
    assertThat(checks(1)).isEmpty();
    assertThat(check(260).result()).isEqualTo(Result.PASS);
    assertThat(check(100).result()).isEqualTo(Result.PASS);
  }
}
