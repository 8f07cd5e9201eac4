package io.tagtrail.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Tag;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.Observer;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.registry.Registry;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Tags that are moved round Tagtrail.
class OutsideMoveTest {
  @Test
  void a_rollback_finds_its_bundle_on_a_registry_that_forgets_what_has_no_tag() {
    var stage = Stage.governed(1, Knobs.CALM_AND_FORGETFUL);
    stage.outsiderMovesTo(4);

    var back = stage.rollBack(stage.process("on call"));

    assertThat(back).isInstanceOf(Outcome.Moved.class);
    assertThat(stage.heads()).isEqualTo("b1 b1");
    assertThat(stage.world.model.isWhole(Sample.HERE, Sample.digest(1))).isTrue();
    stage.holds();
  }

  @Test
  void a_bundle_whose_manifest_was_forgotten_comes_back_from_the_ledger_when_it_is_asked_for() {
    var stage = Stage.governed(2, Knobs.CALM_AND_FORGETFUL);
    // A clean-up takes the keep-tag of #2, and with it the last tag on b1.
    stage.world.outsider.sets(Stage.PROD.keep(2), null);
    assertThat(stage.world.model.manifest(Sample.HERE, Sample.digest(1))).isNull();

    var back = stage.ask(stage.process("on call"), new Aim.RollBack(2L));

    assertThat(back).isInstanceOf(Outcome.Moved.class);
    assertThat(stage.heads()).isEqualTo("b1 b1");
    assertThat(stage.world.model.tag(Stage.PROD.keep(2))).isEqualTo(Sample.digest(1));
  }

  @Test
  void a_tag_that_was_moved_away_and_back_has_two_outside_moves_and_takes_nothing_back() {
    var stage = Stage.governed(1);
    stage.outsiderMovesTo(4);
    stage.waitUntilDue();
    stage.look();
    stage.outsiderMovesTo(1);
    stage.waitUntilDue();
    stage.look();

    assertThat(stage.newest(3))
        .containsExactly(
            "outside-move b4", "outside-move b1 recognised-break-glass", "break-glass");
    assertThat(stage.heads()).isEqualTo("b1 b1");
    assertThat(stage.rollBack(stage.process("on call"))).isInstanceOf(Outcome.Moved.class);
    assertThat(stage.heads()).isEqualTo("b0 b0");
    assertThat(stage.target()).as("after B → A the target is never B").isEqualTo("nothing");
    stage.holds();
  }

  @Test
  void a_keep_tag_that_was_used_is_recognised_and_the_bundle_that_was_left_is_no_target() {
    var stage = Stage.governed(3);
    // crane tag app:prod.3 prod
    stage.world.outsider.sets(Stage.PROD, stage.world.model.tag(Stage.PROD.keep(3)));
    stage.waitUntilDue();
    stage.look();

    assertThat(stage.newest(2))
        .containsExactly("outside-move b2 recognised-break-glass", "break-glass");
    assertThat(stage.heads()).isEqualTo("b3 b2");
    assertThat(stage.target()).isEqualTo("b1");

    assertThat(stage.rollBack(stage.process("on call"))).isInstanceOf(Outcome.Moved.class);
    assertThat(stage.heads()).isEqualTo("b1 b1");
    // Neither b3, which the keep-tag took back, nor b2, which the rollback did.
    assertThat(stage.target()).isEqualTo("b0");
    stage.holds();
  }

  @Test
  void nothing_goes_forward_over_an_outside_move_that_it_does_not_name() {
    var stage = Stage.governed(1);
    stage.outsiderMovesTo(4);

    var unnamed = stage.promote(stage.process("a"), 2);
    var named =
        stage.ask(
            stage.process("b"),
            new Aim.Promote(Sample.source(Sample.HERE, 2), false),
            null,
            Sample.digest(4));

    assertThat(unnamed).isInstanceOf(Outcome.Stale.class);
    assertThat(((Outcome.Stale) unnamed).movedOutside()).isTrue();
    assertThat(named).isInstanceOf(Outcome.Moved.class);
    stage.holds();
  }

  @Test
  void a_look_does_not_take_a_move_of_ours_for_an_outside_move() {
    var stage = Stage.governed(1);
    var mover = stage.process("mover");
    mover.at(Phase.WRITTEN, stage::look);
    mover.at(Phase.READ_BACK, stage::look);
    mover.at(Phase.COMMITTED, stage::look);

    assertThat(stage.promote(mover, 2)).isInstanceOf(Outcome.Moved.class);
    stage.look();

    assertThat(stage.newest(2)).containsExactly("authorisation b2", "promotion b2");
    stage.holds();
  }

  @Test
  void a_tag_that_is_gone_is_recorded_and_brought_back() {
    var stage = Stage.governed(1);
    stage.world.outsider.sets(Stage.PROD, null);
    stage.waitUntilDue();
    stage.look();

    assertThat(stage.newest(1)).containsExactly("outside-move nothing tag-deleted");
    assertThat(stage.rollBack(stage.process("on call"))).isInstanceOf(Outcome.Moved.class);
    assertThat(stage.tag()).isEqualTo("b1");
    stage.holds();
  }

  @Test
  void an_old_answer_after_a_relocation_is_no_deleted_tag() throws Exception {
    var stage = Stage.governed(1);
    var there = Sample.THERE.at(new Tag("live-prod"));
    stage.ask(stage.process("moves house"), new Aim.Relocate(there));
    var process = stage.process("looks");
    var asked = new AtomicInteger();
    var registry =
        (Registry)
            Proxy.newProxyInstance(
                Registry.class.getClassLoader(),
                new Class<?>[] {Registry.class},
                (proxy, method, arguments) ->
                    method.getName().equals("head") && asked.getAndIncrement() < 3
                        ? Optional.empty()
                        : method.invoke(process.registry, arguments));

    var sighting =
        new Observer(process.ledger, registry, process)
            .look(stage.state(), there, Sample.TIMING, "look");

    assertThat(sighting).isInstanceOf(Observer.Sighting.AsRecorded.class);
    assertThat(asked).hasValue(4);
    assertThat(stage.newest(1)).containsExactly("relocation b1");
    stage.holds();
  }
}
