package io.tagtrail.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.Outcome;
import org.junit.jupiter.api.Test;

/// Jobs that are run again, and movers that race.
class RepeatedRequestTest {
  private static final Aim TO_B2 = new Aim.Promote(Sample.source(Sample.HERE, 2), false);

  @Test
  void a_pipeline_that_is_run_again_is_replayed_while_it_stands_and_superseded_after() {
    var stage = Stage.governed(1);
    assertThat(stage.ask(stage.process("ci"), TO_B2, "run-7", null))
        .isInstanceOf(Outcome.Moved.class);

    assertThat(stage.ask(stage.process("ci"), TO_B2, "run-7", null))
        .isInstanceOf(Outcome.Replayed.class);
    stage.rollBack(stage.process("on call"));
    assertThat(stage.ask(stage.process("ci"), TO_B2, "run-7", null))
        .isInstanceOf(Outcome.Superseded.class);

    assertThat(stage.tag()).isEqualTo("b1");
    stage.holds();
  }

  @Test
  void a_replay_is_not_claimed_while_the_tag_is_moved_outside() {
    var stage = Stage.governed(1);
    stage.ask(stage.process("ci"), TO_B2, "run-7", null);
    stage.outsiderMovesTo(5);

    assertThat(stage.ask(stage.process("ci"), TO_B2, "run-7", null))
        .isInstanceOf(Outcome.Superseded.class);
  }

  @Test
  void a_rollback_job_that_is_run_again_does_not_go_further_back() {
    var stage = Stage.governed(3);
    var back = new Aim.RollBack(null);
    assertThat(stage.ask(stage.process("ci"), back, "run-8", null))
        .isInstanceOf(Outcome.Moved.class);

    assertThat(stage.ask(stage.process("ci"), back, "run-8", null))
        .isInstanceOf(Outcome.Replayed.class);

    assertThat(stage.tag()).isEqualTo("b2");
    assertThat(stage.count(EventKind.ROLLBACK)).isEqualTo(1);
    stage.holds();
  }

  @Test
  void of_two_movers_that_race_one_moves_and_the_other_finds_the_move_unfinished() {
    var stage = Stage.governed(1);
    var first = stage.process("first");
    var second = new Outcome[1];
    first.at(Phase.AUTHORISED, () -> second[0] = stage.promote(stage.process("second"), 3));

    var outcome = stage.promote(first, 2);

    assertThat(outcome).isInstanceOf(Outcome.Moved.class);
    assertThat(second[0]).isInstanceOf(Outcome.Unfinished.class);
    assertThat(stage.heads()).isEqualTo("b2 b2");
    stage.holds();
  }

  @Test
  void who_comes_second_to_the_authorisation_decides_anew() {
    var stage = Stage.governed(1);
    var first = stage.process("first");
    first.at(Phase.CHECKED, () -> stage.promote(stage.process("second"), 3));

    var outcome = stage.promote(first, 2);

    // Over b3 the older b2 is a stale pipeline.
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(stage.heads()).isEqualTo("b3 b3");
    assertThat(stage.count(EventKind.AUTHORISATION))
        .isEqualTo(stage.count(EventKind.PROMOTION) + stage.count(EventKind.ADOPTION));
    stage.holds();
  }

  @Test
  void who_names_what_is_there_is_stale_when_another_was_faster() {
    var stage = Stage.governed(1);
    var first = stage.process("first");
    first.at(Phase.CHECKED, () -> stage.promote(stage.process("second"), 3));
    var newer = new Aim.Promote(Sample.source(Sample.HERE, 4), false);

    assertThat(stage.ask(first, newer, null, Sample.digest(1))).isInstanceOf(Outcome.Stale.class);

    assertThat(stage.heads()).isEqualTo("b3 b3");
    stage.holds();
  }

  @Test
  void of_two_rollbacks_that_race_only_one_goes_back() {
    var stage = Stage.governed(3);
    var first = stage.process("first");
    first.at(Phase.CHECKED, () -> stage.rollBack(stage.process("second")));

    var outcome = stage.rollBack(first);

    // Without a key both are asked for: the second goes on from where the first went.
    assertThat(outcome).isInstanceOf(Outcome.Moved.class);
    assertThat(stage.count(EventKind.ROLLBACK)).isEqualTo(2);
    assertThat(stage.heads()).isEqualTo("b1 b1");
    stage.holds();
  }
}
