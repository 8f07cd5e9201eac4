package io.tagtrail.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.Decision;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.policy.ApprovalRule;
import io.tagtrail.core.policy.Checks;
import io.tagtrail.core.policy.Evaluators;
import io.tagtrail.core.policy.Gates;
import io.tagtrail.core.policy.Window;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.Approving;
import io.tagtrail.core.promotion.MoveRequest;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Powers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Going past admission: overrides by name, and rollbacks that owe an approval.
class PastAdmissionTest {
  private static final Powers PAST = new Powers(true, List.of(), List.of(), false);
  private static final Aim BACK = new Aim.RollBack(null);
  private static final Window NIGHT =
      new Window(
          "night", Window.Kind.DENY, "0 18 * * *", Duration.ofHours(14), null, null, "UTC", null);

  private final FixedEvaluators evaluators = new FixedEvaluators();

  /// One approval, and a freeze that is not on yet; b1 is live after b0.
  private Cast cast() {
    var gates =
        new Gates(
            Duration.ZERO,
            List.of(new ApprovalRule(1, null)),
            Gates.DEFAULT_TTL,
            List.of(NIGHT),
            Map.of(),
            List.of(),
            List.of(),
            List.of());
    var cast = new Cast(Stage.adopted(Cast.prod(gates), evaluators));
    cast.approve("ann", 1);
    Cast.moved(cast.promote(1));
    return cast;
  }

  private void freeze() {
    evaluators.windows = new Evaluators.Windows.Closed(NIGHT, "night", null);
  }

  private static List<String> overrides(Outcome outcome) {
    Cast.moved(outcome);
    var event = ((Outcome.Moved) outcome).recorded().event();
    return Objects.requireNonNull(event.decision()).overrides();
  }

  private static Outcome override(Cast cast, int n, @Nullable String reason, String... names) {
    var powers = new Powers(false, List.of(names), List.of(), false);
    var it =
        cast.request(new Aim.Promote(Sample.source(Sample.HERE, n), false), Cast.CI, null, powers);
    var request =
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
            reason,
            it.expect(),
            it.idempotencyKey(),
            false,
            powers);
    return Actions.move(cast.stage.process("overrides"), request).orElseThrow();
  }

  @Test
  void an_override_needs_its_right_a_reason_and_a_second_person() {
    var cast = cast();
    freeze();
    cast.approve("ann", 2);

    Cast.fails(override(cast, 2, "urgent"), Checks.FREEZE, "night");
    var noReason = (Outcome.Refused) override(cast, 2, null, Checks.FREEZE);
    assertThat(noReason.reasons().getLast().detail()).contains("needs a reason");
    var outcome = override(cast, 2, "urgent", Checks.FREEZE);

    assertThat(overrides(outcome)).containsExactly(Checks.FREEZE);
    assertThat(Cast.check(outcome, Checks.FREEZE).result()).isEqualTo(Decision.Result.FAIL);
    assertThat(((Outcome.Moved) outcome).recorded().event().approvals()).hasSize(1);
    cast.stage.holds();
  }

  @Test
  void an_override_without_a_second_person_is_refused_and_says_so() {
    var cast = cast();
    freeze();

    var refused = (Outcome.Refused) override(cast, 2, "urgent", Checks.FREEZE, Checks.APPROVALS);

    assertThat(refused.reasons())
        .extracting(Decision.Check::name)
        .containsExactly(Checks.APPROVALS, Checks.FREEZE, "override");
    assertThat(refused.reasons().getLast().detail()).contains("second person");
    assertThat(cast.stage.tag()).isEqualTo("b1");
  }

  @Test
  void nothing_overrides_safety_or_another_policy() {
    var cast = cast();
    cast.approve("ann", 2);
    Actions.stop(
        cast.stage.process("blocks"),
        Sample.PROD,
        4,
        Sample.digest(2),
        io.tagtrail.core.event.Stop.Scope.BUNDLE);

    var refused = (Outcome.Refused) override(cast, 2, "urgent", Checks.BLOCK);

    assertThat(refused.reasons().getLast().detail()).contains("nothing overrides block");
  }

  @Test
  void an_override_of_what_does_not_fail_is_not_in_the_event() {
    var cast = cast();
    cast.approve("ann", 2);

    assertThat(overrides(override(cast, 2, "urgent", Checks.FREEZE))).isEmpty();
  }

  @Test
  void a_rollback_without_the_right_is_stopped_by_a_freeze_and_missing_approvals() {
    var cast = cast();
    freeze();

    var refused = (Outcome.Refused) cast.ask(BACK, Cast.CI, null, Powers.NONE);

    assertThat(refused.reasons())
        .extracting(Decision.Check::name)
        .containsExactly(Checks.APPROVALS, Checks.FREEZE, Checks.PAST_ADMISSION);
    assertThat(cast.stage.tag()).isEqualTo("b1");
  }

  @Test
  void a_rollback_with_the_right_goes_past_both_says_so_and_owes_an_approval() {
    var cast = cast();
    freeze();

    var outcome = cast.ask(BACK, Cast.PERSON, "bob", PAST);

    assertThat(overrides(outcome)).containsExactly(Checks.APPROVALS, Checks.FREEZE);
    assertThat(cast.stage.state().owes())
        .containsExactly(((Outcome.Moved) outcome).recorded().index());
    cast.stage.holds();
  }

  @Test
  void a_rollback_that_was_approved_owes_nothing() {
    var cast = cast();
    cast.approve("ann", 0);

    assertThat(overrides(cast.ask(BACK, Cast.CI, null, Powers.NONE))).isEmpty();
    assertThat(cast.stage.state().owes()).isEmpty();
  }

  @Test
  void a_rollback_past_a_freeze_alone_owes_nothing() {
    var cast = cast();
    cast.approve("ann", 0);
    freeze();

    assertThat(overrides(cast.ask(BACK, Cast.CI, null, PAST))).containsExactly(Checks.FREEZE);
    assertThat(cast.stage.state().owes()).isEmpty();
  }

  @Test
  void an_owed_approval_blocks_the_next_promotion_until_somebody_else_pays_it() {
    var cast = cast();
    Cast.moved(cast.ask(BACK, Cast.PERSON, "bob", PAST));
    cast.approve("ann", 2);

    Cast.fails(cast.promote(2), Checks.APPROVAL_OWED, "--owed");
    assertThat(cast.approving().approveOwed(Sample.PROD, Cast.actor("Bob"), Cast.LINKED))
        .isInstanceOf(Approving.Result.Refused.class);
    assertThat(cast.approving().approveOwed(Sample.PROD, Cast.actor("ann"), Cast.LINKED))
        .isInstanceOf(Approving.Result.Recorded.class);

    assertThat(cast.stage.state().owes()).isEmpty();
    Cast.moved(cast.promote(2));
    cast.stage.holds();
  }

  @Test
  void an_owed_approval_does_not_stand_in_the_way_of_another_rollback() {
    var cast = cast();
    cast.approve("ann", 2);
    Cast.moved(cast.promote(2));
    Cast.moved(cast.ask(BACK, Cast.PERSON, "bob", PAST));
    Cast.moved(cast.ask(BACK, Cast.PERSON, "bob", PAST));

    assertThat(cast.stage.heads()).isEqualTo("b0 b0");
    assertThat(cast.stage.state().owes()).hasSize(2);
    cast.approving().approveOwed(Sample.PROD, Cast.actor("ann"), Cast.LINKED);
    assertThat(cast.stage.state().owes()).isEmpty();
    assertThat(cast.approving().approveOwed(Sample.PROD, Cast.actor("ann"), Cast.LINKED))
        .isInstanceOf(Approving.Result.Refused.class);
  }

  @Test
  void where_nobody_can_tell_any_more_who_rolled_back_nobody_pays() {
    var cast = cast();
    var outcome = cast.ask(BACK, Cast.PERSON, "bob", PAST);
    var event = ((Outcome.Moved) outcome).recorded().event();
    cast.stage.world.ledger.erase(
        Objects.requireNonNull(event.commitments().byField().get("mover")));

    assertThat(cast.approving().approveOwed(Sample.PROD, Cast.actor("ann"), Cast.LINKED))
        .isInstanceOf(Approving.Result.Refused.class);
    // The way on that is left: an override with its right, a reason and a second person.
    cast.approve("ann", 2);
    assertThat(overrides(override(cast, 2, "bob left", Checks.APPROVAL_OWED)))
        .containsExactly(Checks.APPROVAL_OWED);
  }

  @Test
  void a_rollback_that_was_settled_by_somebody_else_owes_the_same() {
    var cast = cast();
    var dies = cast.stage.dying(Phase.WRITTEN);
    try {
      cast.ask(dies, BACK, Cast.PERSON, "bob", PAST);
      throw new AssertionError("it did not die");
    } catch (Crash e) {
      cast.stage.waitUntilDue();
    }
    cast.stage.settle();

    assertThat(cast.stage.newest(1)).containsExactly("rollback b0");
    assertThat(cast.stage.state().owes()).hasSize(1);
    cast.stage.holds();
  }

  @Test
  void neither_order_nor_soak_nor_a_forward_hold_nor_an_unknown_policy_stops_a_rollback() {
    var rules =
        Sample.POLICY
            .rules("prod")
            .after("dev")
            .with(
                new Gates(
                    Duration.ofHours(1),
                    List.of(),
                    Gates.DEFAULT_TTL,
                    List.of(),
                    Map.of(),
                    List.of("nowhere"),
                    List.of(),
                    List.of()));
    var stage = Stage.adopted(rules, Evaluators.NONE);
    var cast = new Cast(stage);
    // b1 came there while the rules were others.
    stage.outsiderMovesTo(1);
    stage.look();
    Actions.stop(
        stage.process("holds"),
        Sample.PROD,
        0,
        Sample.digest(0),
        io.tagtrail.core.event.Stop.Scope.FORWARD);
    Actions.otherPolicy(stage.process("policy"));

    Cast.moved(cast.ask(BACK, Cast.CI, null, Powers.NONE));
    assertThat(stage.tag()).isEqualTo("b0");
    assertThat(stage.count(EventKind.ROLLBACK)).isEqualTo(1);
  }
}
