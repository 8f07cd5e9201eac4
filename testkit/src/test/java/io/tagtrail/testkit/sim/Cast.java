package io.tagtrail.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.Decision;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.policy.ApprovalRule;
import io.tagtrail.core.policy.Evaluators;
import io.tagtrail.core.policy.Expression;
import io.tagtrail.core.policy.Gates;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.policy.SignatureRule;
import io.tagtrail.core.policy.Window;
import io.tagtrail.core.promotion.Actor;
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

/// Who acts in scenarios of gates: a pipeline and people whom tokens prove.
final class Cast {
  static final Mover CI =
      new Mover(Mover.Kind.WORKLOAD, FactStatus.VERIFIED, "https://ci.example", "repo:acme/shop");
  static final String CI_ID = "https://ci.example|repo:acme/shop";
  static final Mover PERSON =
      new Mover(Mover.Kind.PERSON, FactStatus.VERIFIED, "https://id.example", null);
  static final Powers LINKED = new Powers(false, List.of(), List.of(), true);

  final Stage stage;
  private int asked;

  Cast(Stage stage) {
    this.stage = stage;
  }

  /// A stage whose production asks these approvals.
  static Cast approvals(ApprovalRule... rules) {
    return new Cast(Stage.adopted(prod(gates(List.of(rules))), Evaluators.NONE));
  }

  static Rules prod(Gates gates) {
    return Sample.POLICY.rules("prod").with(gates);
  }

  static Gates gates(List<ApprovalRule> approvals) {
    return new Gates(
        Duration.ZERO,
        approvals,
        Gates.DEFAULT_TTL,
        List.of(),
        Map.of(),
        List.of(),
        List.of(),
        List.of());
  }

  static Gates gates(List<Window> windows, List<SignatureRule> signatures, List<Expression> rules) {
    return new Gates(
        Duration.ZERO,
        List.of(),
        Gates.DEFAULT_TTL,
        windows,
        Map.of(),
        List.of(),
        signatures,
        rules);
  }

  static Aim promotion(int n) {
    return new Aim.Promote(Sample.source(Sample.HERE, n), true);
  }

  MoveRequest request(Aim aim, Mover mover, @Nullable String person, Powers powers) {
    return new MoveRequest(
        Sample.PROD,
        aim,
        Objects.requireNonNullElse(stage.state().location(), Stage.PROD),
        "asked-" + asked++,
        mover,
        person,
        Facts.Pipeline.MISSING,
        Facts.Builder.MISSING,
        null,
        "because",
        null,
        null,
        false,
        powers);
  }

  Outcome ask(Aim aim, Mover mover, @Nullable String person, Powers powers) {
    return ask(stage.process("asks" + asked), aim, mover, person, powers);
  }

  Outcome ask(SimProcess process, Aim aim, Mover mover, @Nullable String person, Powers powers) {
    return Actions.move(process, request(aim, mover, person, powers))
        .orElseThrow(() -> new AssertionError(String.join("\n", stage.world.trace())));
  }

  /// The pipeline promotes.
  Outcome promote(int n) {
    return ask(promotion(n), CI, null, Powers.NONE);
  }

  /// A person, whom a token proves, approves that the pipeline moves to a bundle.
  Approving.Result approve(String name, int n) {
    return approve(name, n, CI_ID);
  }

  Approving.Result approve(String name, int n, @Nullable String requester, String... groups) {
    var powers = new Powers(false, List.of(), List.of(groups), true);
    return approving().approve(Sample.PROD, Sample.digest(n), requester, actor(name), powers, null);
  }

  Approving approving() {
    var process = stage.process("approves" + asked++);
    return new Approving(process.ledger, stage.world.policy, process);
  }

  static Actor actor(String name) {
    return new Actor("approval", PERSON, name, Facts.Pipeline.MISSING, null);
  }

  /// What the checks said, of a move or of a refusal.
  static List<Decision.Check> checks(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Moved it -> Objects.requireNonNull(it.recorded().event().decision()).checks();
      case Outcome.Refused it -> it.checks();
      case Outcome.Planned it -> it.checks();
      default -> throw new AssertionError(Invariants.describe(outcome));
    };
  }

  static Decision.Check check(Outcome outcome, String name) {
    return checks(outcome).stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + checks(outcome)));
  }

  static void passes(Outcome outcome, String name) {
    assertThat(outcome).as(Invariants.describe(outcome)).isInstanceOf(Outcome.Moved.class);
    assertThat(check(outcome, name).result()).isEqualTo(Decision.Result.PASS);
  }

  /// It was refused, for this alone.
  static void fails(Outcome outcome, String name, String why) {
    assertThat(outcome).as(Invariants.describe(outcome)).isInstanceOf(Outcome.Refused.class);
    var reasons = ((Outcome.Refused) outcome).reasons();
    assertThat(reasons).extracting(Decision.Check::name).containsExactly(name);
    assertThat(reasons.getFirst().detail()).contains(why);
  }

  static void moved(Outcome outcome) {
    assertThat(outcome).as(Invariants.describe(outcome)).isInstanceOf(Outcome.Moved.class);
  }
}
