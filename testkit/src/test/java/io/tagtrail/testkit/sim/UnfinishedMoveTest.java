package io.tagtrail.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.Outcome;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Movers that stand still, die, or are overtaken, at a step that is written down.
class UnfinishedMoveTest {
  @Test
  void a_mover_frozen_before_its_PUT_sends_nothing_after_others_settled_it_and_moved_on() {
    var stage = Stage.governed(1);
    var frozen = stage.process("frozen");
    frozen.at(
        Phase.COMPARED,
        () -> {
          stage.waitUntilDue();
          stage.settle();
          assertThat(stage.promote(stage.process("third"), 3)).isInstanceOf(Outcome.Moved.class);
          stage.wait(Duration.ofSeconds(30));
        });

    var thawed = stage.promote(frozen, 2);

    assertThat(thawed).isInstanceOf(Outcome.Stale.class);
    assertThat(stage.tag()).isEqualTo("b3");
    assertThat(stage.heads()).isEqualTo("b3 b3");
    stage.holds();
  }

  @Test
  void a_mover_frozen_between_its_last_look_and_the_sending_is_recorded_as_a_late_own_write() {
    var stage = Stage.governed(1);
    var frozen = stage.process("frozen");
    frozen.beforeSending(() -> {
      stage.waitUntilDue();
      stage.settle();
      assertThat(stage.promote(stage.process("third"), 3)).isInstanceOf(Outcome.Moved.class);
      stage.wait(Duration.ofSeconds(30));
    });

    var thawed = stage.promote(frozen, 2);

    // Nobody is told that it moved; the tag did, and that is on record for what it is.
    assertThat(thawed).isInstanceOf(Outcome.Stale.class);
    assertThat(stage.tag()).isEqualTo("b2");
    stage.look();
    assertThat(stage.heads()).isEqualTo("b3 b2");
    assertThat(stage.newest(1)).containsExactly("outside-move b2 late-own-write");
    stage.holds();
  }

  @Test
  void what_may_have_been_live_between_a_death_and_an_outside_move_can_be_found() {
    var stage = Stage.governed(1);
    stage.promoteAndDie(Phase.WRITTEN, 2);
    stage.outsiderMovesTo(5);
    stage.waitUntilDue();

    stage.settle();

    assertThat(stage.newest(2)).containsExactly("indeterminate b1", "outside-move b5");
    var found =
        stage.world.ledger.byBundle(Sample.digest(2), Long.MAX_VALUE, 10).stream()
            .map(entry -> entry.event())
            .filter(event -> event.kind() == EventKind.INDETERMINATE)
            .toList();
    assertThat(found).hasSize(1);
    var possible = Objects.requireNonNull(found.getFirst().needChange().possible());
    assertThat(possible.digest()).isEqualTo(Sample.digest(2));
    assertThat(possible.from()).isBefore(possible.to());
    stage.holds();
  }

  @Test
  void what_may_have_been_live_before_the_tag_came_back_to_where_it_was_can_be_found() {
    var stage = Stage.governed(1);
    stage.promoteAndDie(Phase.WRITTEN, 2);
    stage.outsiderMovesTo(1);
    stage.waitUntilDue();

    stage.settle();

    assertThat(stage.newest(1)).containsExactly("abandoned b2");
    assertThat(stage.world.ledger.byBundle(Sample.digest(2), Long.MAX_VALUE, 10))
        .extracting(entry -> entry.event().needChange().possible())
        .extracting(possible -> possible == null ? null : possible.digest())
        .contains(Sample.digest(2));
    stage.holds();
  }

  @Test
  void a_rollback_goes_past_an_unfinished_move_a_hold_and_a_broken_current_bundle() {
    var stage = Stage.governed(2);
    stage.promoteAndDie(Phase.COMPARED, 3);
    Actions.stop(stage.process("holds"), Sample.PROD, 0, Sample.digest(0), Stop.Scope.FORWARD);
    stage.world.model.loseLayers(Sample.HERE, Sample.digest(2), stage.world.tick);

    var back = stage.rollBack(stage.process("on call"));

    assertThat(back).isInstanceOf(Outcome.Moved.class);
    assertThat(stage.heads()).isEqualTo("b1 b1");
    assertThat(stage.newest(4))
        .containsExactly("hold", "indeterminate b2 superseded", "authorisation b1", "rollback b1");
    stage.holds();
  }

  @Test
  void a_promotion_that_a_rollback_went_past_does_not_undo_the_rollback() {
    var stage = Stage.governed(2);
    var slow = stage.process("slow");
    slow.at(Phase.AUTHORISED, () -> stage.rollBack(stage.process("on call")));

    var outcome = stage.promote(slow, 3);

    assertThat(outcome).isInstanceOf(Outcome.Stale.class);
    assertThat(stage.heads()).isEqualTo("b1 b1");
    assertThat(stage.tag()).isEqualTo("b1");
    stage.holds();
  }

  @Test
  void a_write_that_lands_after_a_rollback_went_past_it_is_attributed() {
    var stage = Stage.governed(2);
    var slow = stage.process("slow");
    slow.beforeSending(() -> stage.rollBack(stage.process("on call")));

    var outcome = stage.promote(slow, 3);
    stage.waitUntilDue();
    stage.look();

    assertThat(outcome).isInstanceOf(Outcome.Stale.class);
    assertThat(stage.newest(1)).containsExactly("outside-move b3 late-own-write");
    assertThat(stage.heads()).isEqualTo("b1 b3");
    stage.holds();
  }

  @Test
  void an_intent_past_the_horizon_is_not_taken_for_the_author_of_what_the_tag_shows() {
    var stage = Stage.governed(1);
    stage.promoteAndDie(Phase.WRITTEN, 2);
    stage.wait(Sample.TIMING.horizon().plusSeconds(30));

    stage.settle();

    assertThat(stage.newest(2)).containsExactly("abandoned b2", "outside-move b2 late-own-write");
    assertThat(stage.heads()).isEqualTo("b1 b2");
    stage.holds();
  }

  @Test
  void a_move_whose_mover_died_after_the_PUT_is_settled_as_done() {
    var stage = Stage.governed(1);
    stage.promoteAndDie(Phase.WRITTEN, 2);

    stage.settle();

    assertThat(stage.newest(1)).containsExactly("promotion b2");
    assertThat(stage.heads()).isEqualTo("b2 b2");
    stage.holds();
  }

  @Test
  void a_move_that_somebody_else_made_before_the_bundle_was_kept_is_no_promotion() {
    var stage = Stage.governed(1);
    stage.promoteAndDie(Phase.AUTHORISED, 2);
    stage.outsiderMovesTo(2);

    stage.settle();
    assertThat(stage.state().intent()).isNotNull();
    stage.waitUntilDue();
    stage.settle();

    assertThat(stage.newest(2)).containsExactly("abandoned b2", "outside-move b2 late-own-write");
    stage.holds();
  }

  @Test
  void a_move_to_what_is_there_already_is_not_settled_before_it_is_kept() {
    var stage = Stage.governed(1);
    stage.outsiderMovesTo(4);
    var dies = stage.dying(Phase.AUTHORISED);
    try {
      stage.ask(
          dies, new Aim.Promote(Sample.source(Sample.HERE, 4), false), null, Sample.digest(4));
    } catch (Crash e) {
      assertThat(dies.dead).isTrue();
    }

    stage.settle();
    assertThat(stage.state().intent()).isNotNull();
    stage.waitUntilDue();
    stage.settle();

    assertThat(stage.newest(1)).containsExactly("abandoned b4");
    assertThat(stage.heads()).isEqualTo("b1 b4");
    stage.holds();
  }

  @Test
  void a_hold_between_authorisation_and_commit_does_not_lose_the_move() {
    var stage = Stage.governed(1);
    var mover = stage.process("mover");
    mover.at(
        Phase.READ_BACK,
        () ->
            Actions.stop(stage.process("holds"), Sample.PROD, 0, Sample.digest(0), Stop.Scope.ALL));

    var outcome = stage.promote(mover, 2);

    assertThat(outcome).isInstanceOf(Outcome.Moved.class);
    assertThat(stage.newest(3)).containsExactly("authorisation b2", "hold", "promotion b2");
    assertThat(stage.state().holds()).hasSize(1);
    stage.holds();
  }

  @Test
  void a_first_promotion_that_came_to_nothing_leaves_an_alias_that_can_be_adopted() {
    var stage = Stage.empty();
    stage.promoteAndDie(Phase.COMPARED, 2);
    stage.outsiderMovesTo(5);
    stage.waitUntilDue();

    stage.settle();
    assertThat(stage.newest(2)).containsExactly("indeterminate nothing", "outside-move b5");
    assertThat(stage.ask(stage.process("adopts"), new Aim.Adopt(null)))
        .isInstanceOf(Outcome.Moved.class);

    assertThat(stage.heads()).isEqualTo("b5 b5");
    stage.holds();
  }

  @ParameterizedTest
  @EnumSource(names = {"AUTHORISED", "KEPT"})
  void an_adoption_whose_mover_died_is_done_only_if_its_bundle_is_kept(Phase step) {
    var stage = Stage.empty();
    stage.world.model.land(Stage.PROD, Sample.bundle(0), 0, 0);
    stage.dies(stage.dying(step), new Aim.Adopt(null));

    stage.settle();
    assertThat(stage.state().intent()).isNotNull();
    stage.waitUntilDue();
    stage.settle();

    assertThat(stage.newest(1))
        .containsExactly(step == Phase.KEPT ? "adoption b0" : "abandoned b0");
    stage.holds();
  }

  @ParameterizedTest
  @EnumSource(names = {"AUTHORISED", "KEPT", "COMPARED", "WRITTEN"})
  void a_relocation_whose_mover_died_is_done_only_if_the_new_tag_shows_the_bundle(Phase step) {
    var stage = Stage.governed(1);
    var there = Sample.THERE.at(new Tag("live"));
    stage.dies(stage.dying(step), new Aim.Relocate(there));
    stage.waitUntilDue();

    stage.settle();

    boolean done = step == Phase.WRITTEN;
    assertThat(stage.newest(1)).containsExactly(done ? "relocation b1" : "abandoned b1");
    assertThat(stage.state().location()).isEqualTo(done ? there : Stage.PROD);
    assertThat(stage.state().observed()).isNotNull();
    assertThat(stage.heads()).isEqualTo("b1 b1");
    stage.holds();
  }

  @Test
  void a_dead_mover_leaves_no_word_of_success() {
    var stage = Stage.governed(1);
    stage.promoteAndDie(Phase.READ_BACK, 2);

    assertThat(stage.count(EventKind.PROMOTION)).isEqualTo(1);
    assertThat(stage.state().intent()).isNotNull();
    assertThat(stage.newest(1)).containsExactly("authorisation b2");
  }
}
