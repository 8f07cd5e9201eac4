package io.tagtrail.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.Decision;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.policy.Checks;
import io.tagtrail.core.policy.Evaluators;
import io.tagtrail.core.policy.Expression;
import io.tagtrail.core.policy.Gates;
import io.tagtrail.core.policy.SignatureRule;
import io.tagtrail.core.policy.Window;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.MoveRequest;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Powers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Each gate lets through, stops, and stops where it has no answer.
class GateTest {
  private static final Window NIGHT =
      new Window(
          "night", Window.Kind.DENY, "0 18 * * *", Duration.ofHours(14), null, null, "UTC", null);
  private static final SignatureRule KEY = new SignatureRule("build", List.of("a key"));
  private static final Expression SMALL = new Expression("small", "bundle.size < 100", null);

  private static Gates contents(Map<String, String> annotations, List<String> sources) {
    return new Gates(
        Duration.ZERO,
        List.of(),
        Gates.DEFAULT_TTL,
        List.of(),
        annotations,
        sources,
        List.of(),
        List.of());
  }

  private static Cast with(Gates gates, Evaluators evaluators) {
    return new Cast(Stage.adopted(Cast.prod(gates), evaluators));
  }

  private static Cast soaking(Duration soak) {
    var gates =
        new Gates(
            soak,
            List.of(),
            Gates.DEFAULT_TTL,
            List.of(),
            Map.of(),
            List.of(),
            List.of(),
            List.of());
    var rules = Sample.POLICY.rules("prod").after("dev").with(gates);
    return new Cast(Stage.adopted(rules, Evaluators.NONE));
  }

  private static void promoteInDev(Cast cast, int n) {
    var aim = new Aim.Promote(Sample.source(Sample.HERE, n), true);
    var location = Sample.location(Sample.DEV);
    var request =
        MoveRequest.of(Sample.DEV, aim, location, "dev-" + n + "-" + cast.stage.world.tick);
    Cast.moved(Actions.move(cast.stage.process("dev"), request).orElseThrow());
  }

  private static void rollBackDev(Cast cast) {
    var location = Sample.location(Sample.DEV);
    var request = MoveRequest.of(Sample.DEV, new Aim.RollBack(null), location, "dev-back");
    Cast.moved(Actions.move(cast.stage.process("dev"), request).orElseThrow());
  }

  @Test
  void what_was_not_live_long_enough_is_refused_until_it_was() {
    var cast = soaking(Duration.ofMinutes(30));
    promoteInDev(cast, 1);
    cast.stage.wait(Duration.ofMinutes(29));

    Cast.fails(cast.promote(1), Checks.SOAK, "30 min are asked for: try again after");
    cast.stage.wait(Duration.ofMinutes(2));
    Cast.passes(cast.promote(1), Checks.SOAK);
    cast.stage.holds();
  }

  @Test
  void the_longest_time_counts_and_not_the_last_one() {
    var cast = soaking(Duration.ofMinutes(30));
    promoteInDev(cast, 1);
    cast.stage.wait(Duration.ofMinutes(31));
    promoteInDev(cast, 2);
    cast.stage.wait(Duration.ofMinutes(5));
    promoteInDev(cast, 1);

    Cast.passes(cast.promote(1), Checks.SOAK);
    Cast.fails(cast.promote(2), Checks.SOAK, "live in shop/dev for 5 min");
  }

  @Test
  void two_short_times_are_no_long_one() {
    var cast = soaking(Duration.ofMinutes(30));
    for (int i = 0; i < 3; i++) {
      promoteInDev(cast, 1);
      cast.stage.wait(Duration.ofMinutes(20));
      promoteInDev(cast, 2);
      cast.stage.wait(Duration.ofMinutes(1));
    }

    Cast.fails(cast.promote(1), Checks.SOAK, "live in shop/dev for 20 min");
  }

  @Test
  void a_time_that_a_rollback_ended_counts_for_nothing() {
    var cast = soaking(Duration.ofMinutes(30));
    promoteInDev(cast, 1);
    promoteInDev(cast, 2);
    cast.stage.wait(Duration.ofHours(2));
    rollBackDev(cast);
    promoteInDev(cast, 2);

    Cast.fails(cast.promote(2), Checks.SOAK, "live in shop/dev for");
  }

  @Test
  void while_somebody_else_has_the_tag_nothing_soaks() {
    var cast = soaking(Duration.ofMinutes(30));
    promoteInDev(cast, 1);
    cast.stage.world.outsider.sets(Sample.location(Sample.DEV), Sample.digest(3));
    Actions.look(cast.stage.process("looks"), Sample.DEV);
    cast.stage.wait(Duration.ofHours(2));

    Cast.fails(cast.promote(1), Checks.SOAK, "live in shop/dev for");
  }

  @Test
  void a_freeze_says_why_and_when_it_opens() {
    var evaluators = new FixedEvaluators();
    var cast = with(Cast.gates(List.of(NIGHT), List.of(), List.of()), evaluators);
    var opens = Instant.parse("2026-02-01T08:00:00Z");
    evaluators.windows = new Evaluators.Windows.Closed(NIGHT, "night: nobody is here", opens);

    Cast.fails(cast.promote(1), Checks.FREEZE, "night: nobody is here; opens 2026-02-01T08:00:00Z");
    evaluators.windows = new Evaluators.Windows.Open(opens);
    Cast.passes(cast.promote(1), Checks.FREEZE);
  }

  @Test
  void a_process_that_knows_no_calendar_refuses() {
    var cast = with(Cast.gates(List.of(NIGHT), List.of(), List.of()), Evaluators.NONE);

    Cast.fails(cast.promote(1), Checks.FREEZE, "cannot evaluate");
  }

  @Test
  void a_freeze_that_begins_while_a_bundle_is_copied_stops_it() {
    var evaluators = new FixedEvaluators();
    var cast = with(Cast.gates(List.of(NIGHT), List.of(), List.of()), evaluators);
    var process = cast.stage.process("copies");
    process.at(
        Phase.COPIED,
        () -> evaluators.windows = new Evaluators.Windows.Closed(NIGHT, "night", null));

    var aim = new Aim.Promote(Sample.source(Sample.BUILD, 1), true);
    Cast.fails(cast.ask(process, aim, Cast.CI, null, Powers.NONE), Checks.FREEZE, "night");
    assertThat(cast.stage.tag()).isEqualTo("b0");
  }

  @Test
  void an_annotation_has_to_be_there_and_to_match() {
    var version = "org.opencontainers.image.version";
    var right = with(contents(Map.of(version, "1.*"), List.of()), Evaluators.NONE);
    var wrong = with(contents(Map.of(version, "2.*"), List.of()), Evaluators.NONE);
    var missing = with(contents(Map.of("team", "*"), List.of()), Evaluators.NONE);

    Cast.passes(right.promote(1), Checks.ANNOTATIONS);
    Cast.fails(wrong.promote(1), Checks.ANNOTATIONS, "is 1.1, and must be 2.*");
    Cast.fails(missing.promote(1), Checks.ANNOTATIONS, "team is not there");
  }

  @Test
  void a_bundle_whose_source_nobody_knows_is_of_none_that_is_let_in() {
    var cast = with(contents(Map.of(), List.of("https://git.example/acme/*")), Evaluators.NONE);

    Cast.fails(cast.promote(1), Checks.SOURCE, "not known");
  }

  @Test
  void a_bundle_is_signed_or_refused_and_no_answer_counts_as_no() {
    var evaluators = new FixedEvaluators();
    var cast = with(Cast.gates(List.of(), List.of(KEY), List.of()), evaluators);

    evaluators.said = new Evaluators.Said.No("no signature by this key");
    Cast.fails(cast.promote(1), "signature:build", "no signature by this key");
    evaluators.said = new Evaluators.Said.Unknown("the registry is away");
    Cast.fails(cast.promote(1), "signature:build", "counts as no: the registry is away");
    evaluators.said = new Evaluators.Said.Yes();
    Cast.passes(cast.promote(1), "signature:build");
    assertThat(evaluators.looked).containsOnly(Sample.HERE);
  }

  @Test
  void a_signature_is_looked_for_before_anything_is_copied_and_again_where_it_went() {
    var evaluators = new FixedEvaluators();
    var cast = with(Cast.gates(List.of(), List.of(KEY), List.of()), evaluators);

    Cast.moved(
        cast.ask(
            new Aim.Promote(Sample.source(Sample.BUILD, 1), true), Cast.CI, null, Powers.NONE));

    assertThat(evaluators.looked).containsExactly(Sample.BUILD, Sample.HERE);
  }

  @Test
  void an_expression_is_true_or_refuses_and_no_answer_counts_as_no() {
    var evaluators = new FixedEvaluators();
    var cast = with(Cast.gates(List.of(), List.of(), List.of(SMALL)), evaluators);

    evaluators.said = new Evaluators.Said.No("it is false");
    Cast.fails(cast.promote(1), "rule:small", "it is false");
    evaluators.said = new Evaluators.Said.Unknown("it took too long");
    Cast.fails(cast.promote(1), "rule:small", "counts as no: it took too long");
    evaluators.said = new Evaluators.Said.Yes();
    Cast.passes(cast.promote(1), "rule:small");
  }

  @Test
  void an_expression_sees_the_move_the_bundle_and_what_was_live() {
    var evaluators = new FixedEvaluators();
    var cast = with(Cast.gates(List.of(), List.of(), List.of(SMALL)), evaluators);
    Cast.moved(cast.promote(1));
    Cast.moved(cast.promote(2));

    var members = Objects.requireNonNull(evaluators.variables).members();
    assertThat(members.keySet()).containsExactly("bundle", "event", "history");
    var text = evaluators.variables.canonical();
    assertThat(text)
        .contains("\"kind\":\"promotion\"")
        .contains("\"subject\":\"repo:acme/shop\"")
        .contains("\"org.opencontainers.image.version\":\"1.2\"")
        .contains(Sample.digest(2).toString());
    assertThat(((Json.Arr) Objects.requireNonNull(members.get("history"))).items()).hasSize(2);
  }

  @Test
  void a_rollback_is_asked_neither_soak_nor_contents_nor_rules() {
    var evaluators = new FixedEvaluators();
    var gates = Cast.gates(List.of(), List.of(KEY), List.of(SMALL));
    var cast = with(gates, evaluators);
    Cast.moved(cast.promote(1));
    evaluators.said = new Evaluators.Said.No("never");

    var outcome = cast.ask(new Aim.RollBack(null), Cast.CI, null, Powers.NONE);

    Cast.moved(outcome);
    assertThat(Cast.check(outcome, "signature:build").result()).isEqualTo(Decision.Result.SKIPPED);
    assertThat(Cast.check(outcome, "rule:small").result()).isEqualTo(Decision.Result.SKIPPED);
    assertThat(cast.stage.count(EventKind.ROLLBACK)).isEqualTo(1);
  }

  @Test
  void a_block_that_lands_between_policy_and_authorisation_wins() {
    var cast = Cast.approvals();
    var process = cast.stage.process("promotes");
    process.at(
        Phase.CHECKED,
        () ->
            Actions.stop(
                cast.stage.process("blocks"),
                Sample.PROD,
                4,
                Sample.digest(1),
                io.tagtrail.core.event.Stop.Scope.BUNDLE));

    Cast.fails(
        cast.ask(process, Cast.promotion(1), Cast.CI, null, Powers.NONE), Checks.BLOCK, "blocked");
    assertThat(cast.stage.count(EventKind.AUTHORISATION)).isEqualTo(1);
    assertThat(cast.stage.tag()).isEqualTo("b0");
  }

  @Test
  void without_gates_an_event_lists_what_it_always_did() {
    var outcome = Cast.approvals().promote(1);

    assertThat(Cast.checks(outcome))
        .extracting(Decision.Check::name)
        .containsExactly(
            "policy-version",
            "hold",
            "required-fields",
            "order",
            "stale-pipeline",
            "hold-all",
            "block",
            "present");
  }

  @Test
  void a_dry_run_says_what_each_gate_says_and_records_nothing() {
    var evaluators = new FixedEvaluators();
    var cast = with(Cast.gates(List.of(NIGHT), List.of(KEY), List.of(SMALL)), evaluators);
    var size = cast.stage.world.ledger.head().size();
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

    var outcome = Actions.move(cast.stage.process("asks"), dry).orElseThrow();

    assertThat(outcome).isInstanceOf(Outcome.Planned.class);
    assertThat(Cast.check(outcome, Checks.FREEZE).result()).isEqualTo(Decision.Result.PASS);
    assertThat(Cast.check(outcome, "rule:small").result()).isEqualTo(Decision.Result.PASS);
    assertThat(cast.stage.world.ledger.head().size()).isEqualTo(size);
  }
}
