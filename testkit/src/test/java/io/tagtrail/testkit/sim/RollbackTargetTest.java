package io.tagtrail.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.Decision;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.policy.Examiner;
import io.tagtrail.core.policy.RollbackTargets;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.policy.Tenure;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What to go back to.
class RollbackTargetTest {
  private static RollbackTargets.Answer find(Stage stage, Rules rules) {
    var process = stage.process("asks");
    AliasState state = stage.state();
    return new RollbackTargets(process.ledger, process.registry)
        .find(state, rules, state.observedDigest(), process.now(), true);
  }

  private static Rules rules(Stage stage) {
    return stage.world.policy.rules("prod");
  }

  private static List<String> passedOver(RollbackTargets.Answer answer) {
    return answer.passedOver().stream()
        .map(each -> Sample.name(each.tenure().digest()) + " " + each.why())
        .toList();
  }

  @Test
  void it_is_the_newest_bundle_that_was_live_before() {
    assertThat(Stage.governed(3).target()).isEqualTo("b2");
    assertThat(Stage.governed(0).target()).isEqualTo("nothing");
  }

  @Test
  void after_B_to_A_it_is_never_B() {
    var stage = Stage.governed(3);
    for (int n = 2; n >= 0; n--) {
      assertThat(stage.target()).isEqualTo("b" + n);
      assertThat(stage.rollBack(stage.process("on call"))).isInstanceOf(Outcome.Moved.class);
    }
    assertThat(stage.target()).isEqualTo("nothing");
    assertThat(stage.rollBack(stage.process("on call"))).isInstanceOf(Outcome.Refused.class);
    assertThat(stage.tag()).isEqualTo("b0");
  }

  @Test
  void what_was_taken_back_can_be_promoted_again_and_is_a_target_then() {
    var stage = Stage.governed(2);
    stage.rollBack(stage.process("on call"));
    assertThat(stage.promote(stage.process("ci"), 2)).isInstanceOf(Outcome.Moved.class);
    assertThat(stage.promote(stage.process("ci"), 3)).isInstanceOf(Outcome.Moved.class);

    assertThat(stage.target()).isEqualTo("b2");
  }

  @Test
  void what_is_blocked_or_broken_is_passed_over_and_said() {
    var stage = Stage.governed(4);
    Actions.stop(stage.process("x"), Sample.PROD, 4, Sample.digest(3), Stop.Scope.ALL);
    stage.world.model.loseLayers(Sample.HERE, Sample.digest(2), stage.world.tick);

    var answer = find(stage, rules(stage));

    assertThat(stage.target()).isEqualTo("b1");
    assertThat(passedOver(answer))
        .hasSize(2)
        .satisfies(said -> {
          assertThat(said.get(0)).startsWith("b3 it is blocked since");
          assertThat(said.get(1)).startsWith("b2 not whole at the location");
        });
  }

  @Test
  void what_lies_before_the_window_or_beyond_the_count_is_no_target() {
    var stage = Stage.governed(3);
    var usual = rules(stage);
    var narrow =
        new Rules("prod", List.of(), usual.required(), usual.window(), 1, usual.timing(), true);
    Actions.stop(stage.process("x"), Sample.PROD, 4, Sample.digest(2), Stop.Scope.ALL);

    assertThat(passedOver(find(stage, narrow))).anyMatch(said -> said.contains("more than 1"));
    assertThat(find(stage, narrow).target()).isNull();

    stage.wait(usual.window().plus(Duration.ofDays(1)));
    var late = find(stage, usual);
    assertThat(late.target()).isNull();
    assertThat(passedOver(late)).anyMatch(said -> said.contains("rollback window of 90 days"));
  }

  @Test
  void a_rollback_by_sequence_beyond_the_window_is_refused_too() {
    var stage = Stage.governed(2);
    stage.wait(Rules.DEFAULT_WINDOW.plus(Duration.ofDays(1)));

    assertThat(stage.ask(stage.process("on call"), new Aim.RollBack(1L)))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(stage.ask(stage.process("on call"), new Aim.RollBack(77L)))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(stage.tag()).isEqualTo("b2");
  }

  @Test
  void what_the_adopter_said_was_live_before_is_a_target_under_number_0() {
    var stage = Stage.empty();
    stage.world.model.land(Stage.PROD, Sample.bundle(1), 0, 0);
    stage.ask(stage.process("adopts"), new Aim.Adopt(Sample.digest(0)));

    var target = Objects.requireNonNull(find(stage, rules(stage)).target()).tenure();
    assertThat(target.sequence()).isEqualTo(Tenure.BEFORE_ADOPTION);
    assertThat(target.isClaimed()).isTrue();
    assertThat(stage.world.model.tag(Stage.PROD.keep(0))).isEqualTo(Sample.digest(0));

    assertThat(stage.rollBack(stage.process("on call"))).isInstanceOf(Outcome.Moved.class);
    assertThat(stage.tag()).isEqualTo("b0");
    assertThat(stage.target()).isEqualTo("nothing");
    stage.holds();
  }

  @Test
  void a_bundle_that_stayed_at_the_old_place_is_looked_into_too() {
    var stage = Stage.governed(3);
    stage.ask(stage.process("moves house"), new Aim.Relocate(Sample.THERE.at(new Tag("live"))));
    stage.wait(Duration.ofSeconds(10));
    var asked = new ArrayList<String>();
    Examiner images =
        subject -> {
          var name = Sample.name(subject.bundle().digest());
          asked.add(name + " in " + subject.repository());
          var result = name.equals("b2") ? Decision.Result.FAIL : Decision.Result.PASS;
          var check = new Decision.Check("images", Decision.Guard.SAFETY, result, "an image");
          return new Examiner.Examined(List.of(check), null);
        };
    var process = stage.process("asks");

    var answer =
        new RollbackTargets(process.ledger, process.registry, images)
            .find(stage.state(), rules(stage), stage.state().observedDigest(), process.now(), true);

    assertThat(passedOver(answer)).containsExactly("b2 an image");
    assertThat(Objects.requireNonNull(answer.target()).tenure().digest())
        .isEqualTo(Sample.digest(1));
    assertThat(answer.target().verdict()).isEqualTo(RollbackTargets.Verdict.SAFE);
    assertThat(answer.target().why()).contains("it is copied from there");
    assertThat(asked).containsExactly("b2 in " + Sample.HERE, "b1 in " + Sample.HERE);
  }

  @Test
  void without_the_registry_nothing_is_safe() {
    var stage = Stage.governed(2);
    var process = stage.process("asks");
    var answer =
        new RollbackTargets(process.ledger, process.registry)
            .find(
                stage.state(), rules(stage), stage.state().observedDigest(), process.now(), false);

    assertThat(Objects.requireNonNull(answer.target()).verdict())
        .isEqualTo(RollbackTargets.Verdict.UNKNOWN);
  }

  @Test
  void going_back_from_a_late_own_write_does_not_lead_there_again() {
    var stage = Stage.governed(2);
    var slow = stage.process("slow");
    slow.beforeSending(() -> {
      stage.waitUntilDue();
      stage.settle();
      stage.promote(stage.process("ci"), 3);
    });
    // b1 was live before; its rollback lands late, over b3.
    stage.rollBack(slow);
    stage.waitUntilDue();
    stage.look();
    assertThat(stage.heads()).isEqualTo("b3 b1");

    stage.ask(stage.process("on call"), new Aim.RollBack(1L));

    assertThat(stage.tag()).isEqualTo("b0");
    assertThat(stage.target()).as("neither b1 nor b3 was kept to").isEqualTo("b2");
    stage.holds();
  }
}
