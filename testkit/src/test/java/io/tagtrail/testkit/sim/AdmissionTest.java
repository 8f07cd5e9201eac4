package io.tagtrail.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.Decision;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.policy.Checks;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.MoveRequest;
import io.tagtrail.core.promotion.Outcome;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What a forward move is asked.
class AdmissionTest {
  private static Decision.Check stale(Outcome outcome) {
    var checks =
        switch (outcome) {
          case Outcome.Moved it ->
              Objects.requireNonNull(it.recorded().event().decision()).checks();
          case Outcome.Refused it -> it.checks();
          default -> throw new AssertionError(Invariants.describe(outcome));
        };
    return checks.stream()
        .filter(c -> c.name().equals(Checks.STALE_PIPELINE))
        .findFirst()
        .orElseThrow();
  }

  private static Facts.Pipeline run(long number, FactStatus status) {
    return new Facts.Pipeline(status, "ci", "release", "run-" + number, 1L, number, null);
  }

  private static Outcome promote(Stage stage, int n, Facts.Pipeline run, boolean older) {
    var aim = new Aim.Promote(Sample.source(Sample.HERE, n), older);
    return Actions.move(
            stage.process("ci"),
            new MoveRequest(
                Sample.PROD,
                aim,
                Stage.PROD,
                "run " + run.number(),
                Mover.MISSING,
                null,
                run,
                Facts.Builder.MISSING,
                null,
                older ? "because" : null,
                null,
                null,
                false))
        .orElseThrow();
  }

  @Test
  void the_verified_run_number_comes_before_what_the_bundle_says_of_its_age() {
    var stage = Stage.governed(0);
    promote(stage, 3, run(7, FactStatus.VERIFIED), false);

    var older = promote(stage, 4, run(6, FactStatus.VERIFIED), false);
    var newer = promote(stage, 2, run(8, FactStatus.VERIFIED), false);

    assertThat(older).isInstanceOf(Outcome.Refused.class);
    assertThat(stale(older).detail()).contains("run 6 against run 7");
    assertThat(newer).isInstanceOf(Outcome.Moved.class);
  }

  @Test
  void a_claimed_run_number_orders_nothing() {
    var stage = Stage.governed(0);
    promote(stage, 3, run(7, FactStatus.CLAIMED), false);

    var outcome = promote(stage, 4, run(6, FactStatus.CLAIMED), false);

    assertThat(outcome).isInstanceOf(Outcome.Moved.class);
    assertThat(stale(outcome).detail()).contains("created");
  }

  @Test
  void what_was_created_before_the_current_bundle_is_refused_unless_it_is_insisted_on() {
    var stage = Stage.governed(3);

    var refused = promote(stage, 2, Facts.Pipeline.MISSING, false);
    var insisted = promote(stage, 2, Facts.Pipeline.MISSING, true);

    assertThat(refused).isInstanceOf(Outcome.Refused.class);
    assertThat(stage.world.ledger.all()).isNotEmpty();
    assertThat(insisted).isInstanceOf(Outcome.Moved.class);
    var event = ((Outcome.Moved) insisted).recorded().event();
    assertThat(Objects.requireNonNull(event.decision()).overrides())
        .containsExactly(Checks.STALE_PIPELINE);
  }

  @Test
  void what_cannot_be_compared_is_said_to_be_so_and_passes() {
    var stage = Stage.governed(0);

    var outcome = promote(stage, 6, Facts.Pipeline.MISSING, false);

    assertThat(outcome).isInstanceOf(Outcome.Moved.class);
    assertThat(stale(outcome).result()).isEqualTo(Decision.Result.UNKNOWN);
  }

  @Test
  void what_the_ledger_saw_first_is_older_where_nothing_else_tells() {
    var stage = Stage.governed(0);
    promote(stage, 6, Facts.Pipeline.MISSING, false);
    promote(stage, 3, Facts.Pipeline.MISSING, false);

    var outcome = promote(stage, 6, Facts.Pipeline.MISSING, false);

    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(stale(outcome).detail()).contains("first seen");
  }

  @Test
  void a_request_at_every_bound_is_recorded_whole() {
    var stage = Stage.governed(0);
    // Each quotation mark takes two bytes in an entry.
    var quotes = "\"";
    var request =
        new MoveRequest(
            Sample.PROD,
            new Aim.Promote(Sample.source(Sample.HERE, 3), true),
            Stage.PROD,
            quotes.repeat(128),
            new Mover(
                Mover.Kind.WORKLOAD,
                FactStatus.CLAIMED,
                quotes.repeat(Mover.ISSUER_BYTES),
                quotes.repeat(Mover.SUBJECT_BYTES)),
            quotes.repeat(SideRecord.VALUE_BYTES),
            new Facts.Pipeline(
                FactStatus.CLAIMED,
                quotes.repeat(64),
                quotes.repeat(Facts.Pipeline.NAME_BYTES),
                quotes.repeat(Facts.Pipeline.ID_BYTES),
                1L,
                1L,
                "https://" + quotes.repeat(Facts.Pipeline.URL_BYTES - 8)),
            new Facts.Builder(FactStatus.CLAIMED, quotes.repeat(Facts.Builder.ID_BYTES)),
            quotes.repeat(Facts.RELEASE_BYTES),
            quotes.repeat(SideRecord.VALUE_BYTES),
            null,
            quotes.repeat(256),
            false);
    assertThat(Actions.move(stage.process("wide"), request).orElseThrow())
        .isInstanceOf(Outcome.Moved.class);
    assertThat(stage.count(EventKind.PROMOTION)).isEqualTo(1);
    stage.holds();
  }

  /// The second of two first promotions read the ledger before the first, and its keep-tag after.
  @Test
  void a_refusal_over_what_somebody_moved_meanwhile_is_looked_at_again() {
    var stage = Stage.empty();
    var second = stage.process("second");
    second.at(Phase.OBSERVED, () -> stage.promote(stage.process("first"), 1));

    var outcome = stage.promote(second, 2);

    assertThat(outcome).as(Invariants.describe(outcome)).isInstanceOf(Outcome.Moved.class);
    assertThat(stage.newest(4))
        .containsExactly("authorisation b1", "promotion b1", "authorisation b2", "promotion b2");
    stage.holds();
  }
}
