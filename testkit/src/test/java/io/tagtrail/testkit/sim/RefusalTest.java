package io.tagtrail.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.policy.ApprovalRule;
import io.tagtrail.core.promotion.MoveRequest;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Powers;
import io.tagtrail.core.promotion.Refusals;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Refusals are worth an entry sometimes.
class RefusalTest {
  private final Cast cast = Cast.approvals(new ApprovalRule(1, null));
  private final SimProcess process = cast.stage.process("records");
  private final Refusals refusals =
      new Refusals(process.ledger, cast.stage.world.policy.digest(), process);

  private boolean record(int n, Mover mover, @Nullable String person) {
    var request = cast.request(Cast.promotion(n), mover, person, Powers.NONE);
    var outcome = Actions.move(cast.stage.process("asks"), request).orElseThrow();
    return refusals.record(Sample.PROD, (Outcome.Refused) outcome, request);
  }

  @Test
  void a_refusal_of_somebody_whom_a_token_proves_is_small_and_names_nobody() {
    assertThat(record(1, Cast.PERSON, "ann.person")).isTrue();

    var event =
        cast.stage.world.ledger.history(Sample.PROD.stream(), Long.MAX_VALUE, 1).getFirst().event();
    assertThat(event.kind()).isEqualTo(EventKind.REFUSAL);
    assertThat(event.subject()).isEqualTo(Sample.digest(1));
    assertThat(Objects.requireNonNull(event.decision()).checks()).hasSize(1);
    assertThat(event.key()).isNull();
    assertThat(event.encode()).hasSizeLessThan(1200);
    assertThat(event.toJson().canonical()).doesNotContain("ann.person");
    cast.stage.holds();
  }

  @Test
  void the_same_refusal_within_the_hour_is_one() {
    assertThat(record(1, Cast.CI, null)).isTrue();
    assertThat(record(1, Cast.CI, null)).isFalse();
    assertThat(record(2, Cast.CI, null)).isTrue();
    assertThat(record(1, Cast.PERSON, "ann")).isTrue();
    assertThat(record(1, Cast.PERSON, "bob")).isTrue();
    cast.stage.wait(Duration.ofMinutes(61));
    assertThat(record(1, Cast.CI, null)).isTrue();
  }

  @Test
  void somebody_whom_no_token_proves_leaves_nothing() {
    var claimed = new Mover(Mover.Kind.PERSON, FactStatus.CLAIMED, null, null);

    assertThat(record(1, claimed, "ann")).isFalse();
    assertThat(record(1, Mover.MISSING, null)).isFalse();
    assertThat(cast.stage.count(EventKind.REFUSAL)).isZero();
  }

  @Test
  void an_alias_that_is_not_there_comes_into_being_by_no_refusal() {
    var request = cast.request(Cast.promotion(1), Cast.CI, null, Powers.NONE);
    var outcome = (Outcome.Refused) cast.promote(1);

    assertThat(refusals.record(Alias.parse("shop/nowhere"), outcome, request)).isFalse();
    assertThat(cast.stage.world.ledger.aliases()).containsExactly(Sample.PROD);
  }

  @Test
  void no_more_than_the_quota_is_recorded_within_the_hour() {
    for (int i = 0; i < Refusals.QUOTA; i++) {
      assertThat(record(1, Cast.PERSON, "person " + i)).as("refusal %d", i).isTrue();
    }

    assertThat(record(1, Cast.PERSON, "one more")).isFalse();
    assertThat(cast.stage.count(EventKind.REFUSAL)).isEqualTo(Refusals.QUOTA);
  }

  @Test
  void a_dry_run_leaves_nothing() {
    var it = cast.request(Cast.promotion(1), Cast.CI, null, Powers.NONE);
    var dry =
        new MoveRequest(
            it.alias(),
            it.aim(),
            it.location(),
            it.id(),
            it.mover(),
            it.person(),
            it.pipeline(),
            it.builder(),
            it.release(),
            it.reason(),
            it.expect(),
            it.idempotencyKey(),
            true,
            it.powers());
    var outcome = (Outcome.Refused) Actions.move(process, dry).orElseThrow();

    assertThat(refusals.record(Sample.PROD, outcome, dry)).isFalse();
  }

  @Test
  void a_move_that_comes_at_the_same_time_goes_first() {
    var request = cast.request(Cast.promotion(1), Cast.CI, null, Powers.NONE);
    var outcome = (Outcome.Refused) cast.promote(1);
    var late =
        new Refusals(
            Overtaken.by(process.ledger, () -> cast.approve("ann", 1)),
            cast.stage.world.policy.digest(),
            process);

    assertThat(late.record(Sample.PROD, outcome, request)).isFalse();
    assertThat(cast.stage.count(EventKind.REFUSAL)).isZero();
  }
}
