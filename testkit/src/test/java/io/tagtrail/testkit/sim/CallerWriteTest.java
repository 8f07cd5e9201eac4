package io.tagtrail.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Intent;
import io.tagtrail.core.event.Settlement;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.policy.Checks;
import io.tagtrail.core.policy.Evaluators;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.MoveRequest;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Powers;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Moves that the asker writes with its own right, in every way in which they can end.
class CallerWriteTest {
  private final Cast cast =
      new Cast(
          Stage.adopted(Sample.POLICY.rules("prod").written(Intent.Write.CALLER), Evaluators.NONE));
  private final Stage stage = cast.stage;
  private final SimProcess job = stage.process("job");

  @BeforeEach
  void b0_was_adopted_by_the_caller_too() {
    assertThat(stage.heads()).isEqualTo("b0 b0");
    assertThat(stage.world.model.tag(Stage.PROD.keep(1))).isEqualTo(Sample.digest(0));
  }

  private Outcome.Authorised authorised(int n) {
    return authorised(Cast.promotion(n));
  }

  private Outcome.Authorised authorised(Aim aim) {
    var outcome = cast.ask(stage.process("server"), aim, Cast.CI, null, Powers.NONE);
    assertThat(outcome).as(Invariants.describe(outcome)).isInstanceOf(Outcome.Authorised.class);
    return (Outcome.Authorised) outcome;
  }

  private void keep(Outcome.Authorised it) {
    stage.put(job, it.keepTag(), it);
  }

  private void tag(Outcome.Authorised it) {
    stage.put(job, it.intent().location(), it);
  }

  private Outcome confirm(Outcome.Authorised it) {
    return stage.confirm(stage.process("server"), it.intent().index());
  }

  @Test
  void the_caller_is_told_what_to_put_where_and_until_when() {
    var it = authorised(1);

    assertThat(it.keepTag()).isEqualTo(Stage.PROD.keep(2));
    assertThat(it.intent().location()).isEqualTo(Stage.PROD);
    assertThat(it.manifest()).isEqualTo(Sample.bundle(1));
    assertThat(it.previous()).isEqualTo(Sample.digest(0));
    assertThat(it.intent().deadline()).isAfter(job.now());
    // Nothing of Tagtrail's writes.
    assertThat(stage.tag()).isEqualTo("b0");
    assertThat(stage.world.model.tag(it.keepTag())).isNull();
  }

  @Test
  void what_was_written_and_confirmed_is_on_record() {
    var it = authorised(1);
    keep(it);
    tag(it);

    var outcome = confirm(it);

    Cast.moved(outcome);
    var event = ((Outcome.Moved) outcome).recorded().event();
    assertThat(event.kind()).isEqualTo(EventKind.PROMOTION);
    assertThat(Objects.requireNonNull(event.settlement()).how())
        .isEqualTo(Settlement.How.READ_BACK);
    assertThat(stage.world.ledger.pending()).isZero();
    stage.holds();
  }

  @Test
  void what_was_confirmed_twice_is_on_record_once() {
    var it = authorised(1);
    keep(it);
    tag(it);
    Cast.moved(confirm(it));

    assertThat(confirm(it)).isInstanceOf(Outcome.Replayed.class);
    assertThat(stage.count(EventKind.PROMOTION)).isEqualTo(1);
    var next = authorised(2);
    keep(next);
    tag(next);
    Cast.moved(confirm(next));
    assertThat(confirm(it)).isInstanceOf(Outcome.Superseded.class);
  }

  @Test
  void what_was_not_written_is_not_on_record_whatever_the_caller_says() {
    var it = authorised(1);
    keep(it);

    var outcome = confirm(it);

    assertThat(outcome).isInstanceOf(Outcome.Unfinished.class);
    assertThat(((Outcome.Unfinished) outcome).why()).contains("resolves to", "confirm again");
    assertThat(stage.count(EventKind.PROMOTION)).isZero();
  }

  @Test
  void what_is_not_kept_is_not_on_record_until_it_is() {
    var it = authorised(1);
    tag(it);

    var outcome = confirm(it);
    assertThat(((Outcome.Unfinished) outcome).why()).contains("prod.2 is not there");
    keep(it);

    Cast.moved(confirm(it));
    stage.holds();
  }

  @Test
  void a_job_that_dies_after_its_write_is_settled() {
    var it = authorised(1);
    keep(it);
    tag(it);
    stage.waitUntilDue();
    stage.settle();

    assertThat(stage.newest(1)).containsExactly("promotion b1");
    assertThat(confirm(it)).isInstanceOf(Outcome.Replayed.class);
    stage.holds();
  }

  @Test
  void a_job_that_dies_before_its_write_is_settled_as_abandoned() {
    var it = authorised(1);
    keep(it);
    stage.waitUntilDue();
    stage.settle();

    assertThat(stage.newest(1)).containsExactly("abandoned b1");
    var outcome = confirm(it);
    assertThat(outcome).isInstanceOf(Outcome.Stale.class);
    assertThat(((Outcome.Stale) outcome).why()).contains("abandoned");
    stage.holds();
  }

  @Test
  void a_write_after_everything_was_given_up_is_taken_for_what_it_is() {
    var it = authorised(1);
    keep(it);
    stage.waitUntilDue();
    stage.settle();
    tag(it);
    stage.look();

    assertThat(stage.newest(1)).containsExactly("outside-move b1 late-own-write");
  }

  @Test
  void somebody_else_who_moves_the_tag_meanwhile_is_seen() {
    var it = authorised(1);
    keep(it);
    stage.outsiderMovesTo(3);

    assertThat(confirm(it)).isInstanceOf(Outcome.Unfinished.class);
    stage.waitUntilDue();
    var outcome = confirm(it);

    assertThat(outcome).isInstanceOf(Outcome.Stale.class);
    assertThat(((Outcome.Stale) outcome).movedOutside()).isTrue();
    assertThat(stage.newest(2)).containsExactly("indeterminate b0", "outside-move b3");
    stage.holds();
  }

  @Test
  void what_is_confirmed_after_the_deadline_is_settled_and_not_read_back() {
    var it = authorised(1);
    keep(it);
    tag(it);
    stage.waitUntilDue();

    var outcome = confirm(it);

    Cast.moved(outcome);
    var event = ((Outcome.Moved) outcome).recorded().event();
    assertThat(Objects.requireNonNull(event.settlement()).how()).isEqualTo(Settlement.How.SETTLED);
    stage.holds();
  }

  @Test
  void what_was_never_written_is_abandoned_by_a_late_confirmation() {
    var it = authorised(1);
    stage.waitUntilDue();

    assertThat(confirm(it)).isInstanceOf(Outcome.Stale.class);
    assertThat(stage.newest(1)).containsExactly("abandoned b1");
  }

  @Test
  void a_move_that_was_cancelled_frees_the_alias_at_once() {
    var it = authorised(1);

    var outcome = stage.cancel(stage.process("server"), it.intent().index());

    assertThat(outcome).isInstanceOf(Outcome.Cancelled.class);
    assertThat(stage.newest(1)).containsExactly("abandoned b1");
    var next = authorised(2);
    keep(next);
    tag(next);
    Cast.moved(confirm(next));
    assertThat(confirm(it)).isInstanceOf(Outcome.Stale.class);
    stage.holds();
  }

  @Test
  void a_move_that_was_made_cannot_be_cancelled_any_more() {
    var it = authorised(1);
    tag(it);
    assertThat(stage.cancel(stage.process("server"), it.intent().index()))
        .isInstanceOf(Outcome.Unfinished.class);
    keep(it);

    Cast.moved(stage.cancel(stage.process("server"), it.intent().index()));
    stage.holds();
  }

  @Test
  void a_second_move_waits_for_the_first() {
    var it = authorised(1);

    var second = cast.ask(Cast.promotion(2), Cast.CI, null, Powers.NONE);

    assertThat(second).isInstanceOf(Outcome.Unfinished.class);
    assertThat(((Outcome.Unfinished) second).intent()).isEqualTo(it.intent());
  }

  @Test
  void a_rollback_does_not_wait_for_a_job_that_may_have_died() {
    var it = authorised(1);
    keep(it);
    tag(it);
    Cast.moved(confirm(it));
    var dies = authorised(2);

    var back = authorised(new Aim.RollBack(null));
    keep(back);
    tag(back);
    Cast.moved(confirm(back));

    assertThat(stage.heads()).isEqualTo("b0 b0");
    assertThat(confirm(dies)).isInstanceOf(Outcome.Stale.class);
    stage.holds();
  }

  @Test
  void the_same_request_again_is_answered_the_same_while_it_waits() {
    var plain = cast.request(Cast.promotion(1), Cast.CI, null, Powers.NONE);
    var keyed =
        new MoveRequest(
            plain.alias(),
            plain.aim(),
            plain.location(),
            plain.id(),
            plain.mover(),
            plain.person(),
            plain.pipeline(),
            plain.builder(),
            plain.release(),
            plain.reason(),
            plain.expect(),
            "a key",
            false,
            plain.powers());

    var first = Actions.move(stage.process("server"), keyed).orElseThrow();
    var again = Actions.move(stage.process("server"), keyed).orElseThrow();

    assertThat(first).isInstanceOf(Outcome.Authorised.class);
    assertThat(again).isInstanceOf(Outcome.Authorised.class);
    assertThat(((Outcome.Authorised) again).intent())
        .isEqualTo(((Outcome.Authorised) first).intent());
    assertThat(((Outcome.Authorised) again).keepTag())
        .isEqualTo(((Outcome.Authorised) first).keepTag());
    assertThat(stage.count(EventKind.AUTHORISATION)).isEqualTo(2);
  }

  @Test
  void a_bundle_that_is_elsewhere_has_to_be_copied_first_and_by_the_caller() {
    // A bundle that only the build's repository has.
    stage.world.model.loseLayers(Sample.HERE, Sample.digest(4), stage.world.tick);

    var outcome =
        cast.ask(new Aim.Promote(Sample.source(Sample.BUILD, 4), true), Cast.CI, null, Powers.NONE);

    Cast.fails(outcome, Checks.PRESENT, "copy it from " + Sample.BUILD);
    assertThat(stage.world.model.isWhole(Sample.HERE, Sample.digest(4))).isFalse();
  }

  @Test
  void a_move_that_tagtrail_writes_itself_is_nobody_elses_to_confirm() {
    var other = new Cast(Stage.adopted(Sample.POLICY.rules("prod"), Evaluators.NONE));
    other.stage.promoteAndDie(Phase.AUTHORISED, 1);
    long intent = Objects.requireNonNull(other.stage.state().intent()).index();
    var server = other.stage.process("server");

    assertThat(other.stage.confirm(server, intent)).isInstanceOf(Outcome.Unfinished.class);
    assertThat(other.stage.cancel(server, intent)).isInstanceOf(Outcome.Unfinished.class);
    assertThat(other.stage.state().intent()).isNotNull();
  }

  @Test
  void an_entry_that_authorises_nothing_cannot_be_confirmed() {
    var server = stage.process("server");

    assertThatThrownBy(() -> stage.confirm(server, 0)).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> stage.confirm(server, 10_000))
        .isInstanceOf(InvalidValueException.class);
  }
}
