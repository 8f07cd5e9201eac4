package io.tagtrail.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.policy.Tenures;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.GovernedPath;
import io.tagtrail.core.promotion.MoveRequest;
import io.tagtrail.core.promotion.Observer;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Settler;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.core.registry.RegistryException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What must not stand in the way back, and what settling and looking must not make up.
class WayBackTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private static MoveRequest back(Location location) {
    return MoveRequest.of(Sample.PROD, new Aim.RollBack(null), location, "back");
  }

  /// The path of a process whose policy and registry are these.
  private static GovernedPath path(SimProcess process, Policy policy, Registry registry) {
    return new GovernedPath(process.ledger, registry, policy, process, step -> {}, Progress.SILENT);
  }

  @Test
  void an_environment_that_is_not_in_the_policy_any_more_is_settled_looked_at_and_rolled_back()
      throws InterruptedException {
    var stage = Stage.governed(2);
    stage.promoteAndDie(Phase.WRITTEN, 3);
    stage.waitUntilDue();
    var process = stage.process("on call");
    var path = path(process, Policy.of(Rules.usual("dev")), process.registry);

    assertThat(path.settle(Sample.PROD, "settle")).isInstanceOf(Settler.Settled.Closed.class);
    assertThat(path.look(Sample.PROD, "look")).isInstanceOf(Observer.Sighting.AsRecorded.class);
    assertThat(path.move(back(Stage.PROD))).isInstanceOf(Outcome.Moved.class);
    assertThat(stage.tag()).isEqualTo("b2");
  }

  @Test
  void a_location_that_configuration_changed_since_does_not_block_a_rollback()
      throws InterruptedException {
    var stage = Stage.governed(2);

    var outcome = stage.process("on call").path.move(back(Sample.THERE.at(new Tag("prod"))));

    assertThat(outcome).isInstanceOf(Outcome.Moved.class);
    assertThat(stage.tag()).isEqualTo("b1");
    assertThat(stage.state().location()).isEqualTo(Stage.PROD);
    stage.holds();
  }

  @Test
  void an_entry_from_a_clock_that_was_ahead_stops_forward_moves_and_no_rollback()
      throws InterruptedException {
    var stage = Stage.governed(2);
    var right = stage.process("right");
    // Everybody else was an hour ahead.
    right.wallOffset = -HOUR.toNanos();

    assertThatThrownBy(() ->
            right.path.move(
                MoveRequest.of(
                    Sample.PROD,
                    new Aim.Promote(Sample.source(Sample.HERE, 3), false),
                    Stage.PROD,
                    "forward")))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("whose clock is ahead");
    assertThat(right.path.move(back(Stage.PROD))).isInstanceOf(Outcome.Moved.class);
    assertThat(stage.tag()).isEqualTo("b1");
    stage.holds();
  }

  @Test
  void an_entry_from_a_clock_that_was_ahead_does_not_make_a_look_wait_for_it()
      throws InterruptedException {
    var stage = Stage.governed(1);
    stage.promote(stage.process("ci"), 2);
    stage.outsiderMovesTo(1);
    var behind = stage.process("behind");
    behind.wallOffset = -HOUR.toNanos();
    long began = stage.world.now;

    assertThat(behind.path.look(Sample.PROD, "look"))
        .isInstanceOf(Observer.Sighting.MovedOutside.class);

    assertThat(Duration.ofNanos(stage.world.now - began)).isLessThan(Duration.ofSeconds(5));
    assertThat(stage.heads()).isEqualTo("b2 b1");
  }

  @Test
  void any_number_of_moves_from_outside_hides_nothing_that_was_governed() {
    var stage = Stage.governed(3);
    stage.rollBack(stage.process("on call"));
    for (int i = 0; i <= Tenures.DEPTH; i++) {
      stage.outsiderMovesTo(5 + i % 2);
      stage.look();
    }

    assertThat(stage.count(EventKind.OUTSIDE_MOVE)).isGreaterThan(Tenures.DEPTH);
    assertThat(stage.target()).isEqualTo("b2");
    stage.rollBack(stage.process("on call"));
    assertThat(stage.tag()).isEqualTo("b2");
    assertThat(stage.target()).as("b3 was rolled back from").isEqualTo("b1");
  }

  @Test
  void a_manifest_that_the_registry_forgot_is_put_back_where_no_other_target_is_safe() {
    var stage = Stage.governed(1, Knobs.CALM_AND_FORGETFUL);
    stage.world.model.outside(Stage.PROD.keep(1), null, stage.world.tick, 0);
    assertThat(stage.world.model.manifest(Sample.HERE, Sample.digest(0))).isNull();

    assertThat(stage.rollBack(stage.process("on call"))).isInstanceOf(Outcome.Moved.class);

    assertThat(stage.tag()).isEqualTo("b0");
  }

  @Test
  void what_was_live_before_a_relocation_is_copied_back_from_there() {
    var stage = Stage.governed(2);
    var there = Sample.THERE.at(new Tag("prod"));
    stage.ask(stage.process("moves house"), new Aim.Relocate(there));

    assertThat(stage.target()).isEqualTo("b1");
    assertThat(stage.rollBack(stage.process("on call"))).isInstanceOf(Outcome.Moved.class);

    assertThat(stage.world.model.tag(there)).isEqualTo(Sample.digest(1));
    assertThat(stage.world.model.isWhole(Sample.THERE, Sample.digest(1))).isTrue();
    assertThat(stage.state().location()).isEqualTo(there);
  }

  @Test
  void an_adoption_that_died_long_ago_makes_no_move_from_outside() {
    var stage = Stage.empty();
    stage.world.model.land(Stage.PROD, Sample.bundle(0), 0, 0);
    stage.dies(stage.dying(Phase.KEPT), new Aim.Adopt(null));
    stage.wait(Sample.TIMING.horizon().multipliedBy(2));

    stage.settle();

    assertThat(stage.newest(2)).containsExactly("authorisation b0", "abandoned b0");
    assertThat(stage.state().observed()).isNull();
  }

  @Test
  void a_relocation_that_died_long_ago_does_not_relocate_by_a_move_from_outside() {
    var stage = Stage.governed(1);
    var there = Sample.THERE.at(new Tag("prod"));
    stage.dies(stage.dying(Phase.READ_BACK), new Aim.Relocate(there));
    stage.wait(Sample.TIMING.horizon().multipliedBy(2));

    stage.settle();

    assertThat(stage.newest(2)).containsExactly("authorisation b1", "abandoned b1");
    assertThat(stage.state().location()).isEqualTo(Stage.PROD);
  }

  @Test
  void the_bundle_that_stayed_in_an_indeterminate_move_is_not_taken_for_its_late_write() {
    var stage = Stage.governed(1);
    stage.promoteAndDie(Phase.WRITTEN, 2);
    stage.outsiderMovesTo(5);
    stage.waitUntilDue();
    stage.settle();
    stage.wait(Duration.ofSeconds(10));
    stage.outsiderMovesTo(1);

    stage.look();

    assertThat(stage.newest(2))
        .containsExactly("outside-move b1 recognised-break-glass", "break-glass");
  }

  @Test
  void a_keep_tag_that_may_not_be_read_is_no_loss_of_its_bundle() throws InterruptedException {
    var stage = Stage.governed(2);
    var process = stage.process("on call");
    var registry =
        (Registry)
            Proxy.newProxyInstance(
                Registry.class.getClassLoader(),
                new Class<?>[] {Registry.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("head")
                      && arguments[0] instanceof Reference reference
                      && reference.tag() != null
                      && reference.tag().isKeepTag()) {
                    throw new RegistryException(
                        RegistryException.Kind.DENIED,
                        RegistryException.Applied.NO,
                        403,
                        "denied",
                        null);
                  }
                  try {
                    return method.invoke(process.registry, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });

    assertThat(path(process, Sample.POLICY, registry).move(back(Stage.PROD)))
        .isInstanceOf(Outcome.Moved.class);

    assertThat(stage.count(EventKind.RETENTION_LOSS)).isZero();
    assertThat(stage.tag()).isEqualTo("b1");
  }
}
