package io.tagtrail.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Restoring;
import io.tagtrail.core.promotion.Restoring.Restored;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What is governed comes back by itself, once, and gives way to everybody.
class RestoringTest {
  private int requests;

  private Restored restore(Stage stage) {
    return restore(stage.process("sentinel"));
  }

  private Restored restore(SimProcess process) {
    process.begin(Phase.STARTED);
    try {
      return new Restoring(process.ledger, process.registry, process.claims, process.path)
          .restore(Sample.PROD, "sentinel-" + requests++);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts here", e);
    }
  }

  private static Outcome asked(Restored restored) {
    assertThat(restored).isInstanceOf(Restored.Asked.class);
    return ((Restored.Asked) restored).outcome();
  }

  private static void lookLater(Stage stage) {
    stage.waitUntilDue();
    stage.look();
  }

  @Test
  void an_outside_move_is_taken_back_by_a_rollback_of_the_sentinel() {
    var stage = Stage.governed(2);
    stage.outsiderMovesTo(5);
    lookLater(stage);

    assertThat(asked(restore(stage))).isInstanceOf(Outcome.Moved.class);

    assertThat(stage.tag()).isEqualTo("b2");
    assertThat(stage.heads()).isEqualTo("b2 b2");
    assertThat(stage.newest(3))
        .containsExactly("outside-move b5", "authorisation b2", "rollback b2");
    Event event = stage.world.ledger.all().getLast().event();
    assertThat(event.facts().mover()).isEqualTo(Restoring.SENTINEL);
    assertThat(event.needChange().restores()).isEqualTo(3);
    assertThat(event.needChange().rollsBack()).isNull();
    stage.holds();
  }

  @Test
  void a_tag_that_somebody_deleted_is_put_back() {
    var stage = Stage.governed(2);
    stage.world.outsider.sets(Stage.PROD, null);
    lookLater(stage);

    assertThat(asked(restore(stage))).isInstanceOf(Outcome.Moved.class);

    assertThat(stage.tag()).isEqualTo("b2");
    stage.holds();
  }

  @Test
  void who_insists_is_taken_back_once_and_then_left() {
    var stage = Stage.governed(2);
    for (int i = 0; i < 3; i++) {
      stage.outsiderMovesTo(5);
      lookLater(stage);
      var restored = restore(stage);
      if (i == 0) {
        assertThat(asked(restored)).isInstanceOf(Outcome.Moved.class);
      } else {
        assertThat(restored).isInstanceOf(Restored.Before.class);
      }
    }

    assertThat(stage.tag()).isEqualTo("b5");
    assertThat(stage.count(EventKind.ROLLBACK)).isEqualTo(1);
    stage.outsiderMovesTo(6);
    lookLater(stage);
    assertThat(asked(restore(stage))).isInstanceOf(Outcome.Moved.class);
    stage.holds();
  }

  @Test
  void a_way_back_by_keep_tag_is_never_undone() {
    var stage = Stage.governed(2);
    stage.outsiderMovesTo(1);
    lookLater(stage);

    assertThat(restore(stage)).isInstanceOf(Restored.BreakGlass.class);

    assertThat(stage.tag()).isEqualTo("b1");
    stage.holds();
  }

  @Test
  void a_way_back_to_what_was_before_the_adoption_is_never_undone() {
    var stage = Stage.empty();
    stage.world.model.land(Stage.PROD, Sample.bundle(1), 0, 0);
    stage.ask(stage.process("adopts"), new Aim.Adopt(Sample.digest(0)));
    stage.promote(stage.process("ci"), 2);
    stage.wait(Duration.ofSeconds(10));
    // crane tag app:prod.0 prod
    stage.world.outsider.sets(Stage.PROD, stage.world.model.tag(Stage.PROD.keep(0)));
    lookLater(stage);

    assertThat(restore(stage)).isInstanceOf(Restored.BreakGlass.class);

    assertThat(stage.tag()).isEqualTo("b0");
    assertThat(stage.newest(2))
        .containsExactly("outside-move b0 recognised-break-glass", "break-glass");
    stage.outsiderMovesTo(2);
    lookLater(stage);
    assertThat(stage.target()).as("b2 was left by the keep-tag").isEqualTo("b1");
    stage.holds();
  }

  @Test
  void a_way_back_by_a_keep_tag_of_the_ledger_before_a_take_over_is_never_undone() {
    var stage = Stage.empty();
    stage.world.model.land(Stage.PROD, Sample.bundle(1), 0, 0);
    stage.world.model.land(Stage.PROD.keep(40), Sample.bundle(0), 0, 0);
    stage.world.model.land(Stage.PROD.keep(41), Sample.bundle(1), 0, 0);
    stage.ask(stage.process("adopts"), new Aim.Adopt(null, true));
    stage.promote(stage.process("ci"), 2);
    stage.wait(Duration.ofSeconds(10));
    stage.world.outsider.sets(Stage.PROD, stage.world.model.tag(Stage.PROD.keep(40)));
    lookLater(stage);

    assertThat(stage.newest(2))
        .containsExactly("outside-move b0 recognised-break-glass", "break-glass");
    assertThat(restore(stage)).isInstanceOf(Restored.BreakGlass.class);
    assertThat(stage.tag()).isEqualTo("b0");

    // What no keep-tag of before leads to is taken back as ever.
    stage.outsiderMovesTo(5);
    lookLater(stage);
    assertThat(asked(restore(stage))).isInstanceOf(Outcome.Moved.class);
    assertThat(stage.tag()).isEqualTo("b2");
    stage.holds();
  }

  @Test
  void a_way_back_by_keep_tag_after_a_rollback_that_failed_is_not_undone_either() {
    var stage = Stage.governed(2);
    stage.dies(stage.dying(Phase.AUTHORISED), new Aim.RollBack(null));
    stage.waitUntilDue();
    stage.settle();
    stage.outsiderMovesTo(1);
    lookLater(stage);
    // It looks like the late write of the rollback.
    assertThat(stage.newest(1)).containsExactly("outside-move b1 late-own-write");

    assertThat(restore(stage)).isInstanceOf(Restored.BreakGlass.class);

    assertThat(stage.tag()).isEqualTo("b1");
    stage.holds();
  }

  @Test
  void where_the_marker_is_unclear_nothing_is_brought_back() {
    var stage = Stage.governed(2);
    stage.world.outsider.sets(Stage.PROD.marker(), Sample.digest(6));
    stage.outsiderMovesTo(5);
    lookLater(stage);

    assertThat(restore(stage))
        .isInstanceOfSatisfying(
            Restored.Unclear.class, it -> assertThat(it.why()).contains("no marker"));

    assertThat(stage.tag()).isEqualTo("b5");
    assertThat(stage.count(EventKind.ROLLBACK)).isZero();
    stage.holds();
  }

  @Test
  void a_tag_that_looks_like_a_keep_tag_of_far_away_is_no_sign_of_a_lost_ledger() {
    var stage = Stage.governed(2);
    for (long far : new long[] {20_241_122, 1_005}) {
      var tag = Stage.PROD.keep(far);
      stage.world.model.land(tag, Sample.bundle(6), stage.world.tick, stage.world.now);
    }
    stage.outsiderMovesTo(5);
    lookLater(stage);
    // The outside move is #4.
    assertThat(stage.state().lastSequence()).isEqualTo(4);

    assertThat(asked(restore(stage))).isInstanceOf(Outcome.Moved.class);

    assertThat(stage.tag()).isEqualTo("b2");
    stage.holds();
  }

  @Test
  void a_hold_on_all_moves_holds_the_sentinel_too() {
    var stage = Stage.governed(2);
    Actions.stop(stage.process("holds"), Sample.PROD, 0, Sample.digest(0), Stop.Scope.ALL);
    stage.outsiderMovesTo(5);
    lookLater(stage);

    assertThat(asked(restore(stage))).isInstanceOf(Outcome.Refused.class);

    assertThat(stage.tag()).isEqualTo("b5");
    Actions.stop(stage.process("releases"), Sample.PROD, 2, Sample.digest(0), Stop.Scope.ALL);
    assertThat(asked(restore(stage))).isInstanceOf(Outcome.Moved.class);
    stage.holds();
  }

  @Test
  void it_gives_way_to_whoever_came_since() {
    var stage = Stage.governed(2);
    stage.outsiderMovesTo(5);
    lookLater(stage);
    var seen = stage.state();
    stage.rollBack(stage.process("on call"));

    // As the sentinel asks that saw the alias before that.
    var outcome =
        stage.ask(
            stage.process("sentinel"),
            new Aim.RollBack(Objects.requireNonNull(seen.governed()).sequence(), seen.version()));

    assertThat(outcome).isInstanceOf(Outcome.Stale.class);
    assertThat(stage.count(EventKind.ROLLBACK)).isEqualTo(1);
    stage.holds();
  }

  @Test
  void one_that_dies_in_the_middle_is_settled_like_any_other_and_not_repeated() {
    for (var step : new Phase[] {Phase.AUTHORISED, Phase.KEPT, Phase.COMPARED, Phase.WRITTEN}) {
      var stage = Stage.governed(2);
      stage.outsiderMovesTo(5);
      lookLater(stage);
      try {
        restore(stage.dying(step));
        throw new AssertionError("it did not die");
      } catch (Crash e) {
        assertThat(stage.state().intent()).isNotNull();
      }

      assertThat(restore(stage))
          .as("under way, after %s", step)
          .isInstanceOf(Restored.Nothing.class);
      stage.waitUntilDue();
      stage.settle();
      var again = restore(stage);

      assertThat(stage.state().intent()).isNull();
      if (step == Phase.WRITTEN) {
        assertThat(again).isInstanceOf(Restored.Nothing.class);
        assertThat(stage.tag()).isEqualTo("b2");
      } else {
        // Nobody knows whether it was sent: somebody has to decide.
        assertThat(again).as("after %s", step).isInstanceOf(Restored.Before.class);
      }
      stage.holds();
    }
  }

  @Test
  void a_ledger_that_lost_its_newest_entries_undoes_nothing() {
    var stage = Stage.governed(2);
    // What the lost entries say: #4 was governed, and is kept.
    stage.world.model.land(Stage.PROD.keep(4), Sample.bundle(5), stage.world.tick, stage.world.now);
    stage.outsiderMovesTo(5);
    lookLater(stage);
    stage.outsiderMovesTo(6);
    lookLater(stage);
    stage.world.model.land(Stage.PROD.keep(9), Sample.bundle(6), stage.world.tick, stage.world.now);

    assertThat(restore(stage)).isEqualTo(new Restored.LedgerBehind(Stage.PROD.keep(9).tag(), 5));
    assertThat(stage.tag()).isEqualTo("b6");
    stage.holds();
  }

  @Test
  void what_is_governed_comes_back_without_owing_an_approval() {
    var cast = Cast.approvals(new io.tagtrail.core.policy.ApprovalRule(1, null));
    cast.approve("ann", 1);
    Cast.moved(cast.promote(1));
    cast.stage.wait(java.time.Duration.ofSeconds(30));
    cast.stage.outsiderMovesTo(5);
    lookLater(cast.stage);

    Cast.moved(asked(restore(cast.stage)));

    assertThat(cast.stage.state().owes()).isEmpty();
    assertThat(cast.stage.tag()).isEqualTo("b1");
    assertThat(Objects.requireNonNull(cast.stage.state().governed()).kind())
        .isEqualTo(EventKind.ROLLBACK);
    cast.stage.holds();
  }
}
