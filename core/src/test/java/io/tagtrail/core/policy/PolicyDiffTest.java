package io.tagtrail.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.Intent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// A policy change says what it loosens.
class PolicyDiffTest {
  private static final Gates FULL = GatesTest.full();

  private static Policy with(Rules prod) {
    return Policy.of(Rules.usual("dev"), prod);
  }

  private static PolicyDiff between(Gates old, Gates next) {
    return PolicyDiff.between(with(GatesTest.prod(old)), with(GatesTest.prod(next)));
  }

  /// One way loosens and does not tighten, the way back tightens and does not loosen.
  private static void loosens(Gates old, Gates next) {
    var there = between(old, next);
    var back = between(next, old);
    assertThat(there.loosened()).hasSize(1);
    assertThat(there.tightened()).isEmpty();
    assertThat(back.loosened()).isEmpty();
    assertThat(back.tightened()).hasSize(1);
    assertThat(there.loosened().getFirst()).startsWith("prod: ");
  }

  private static Gates soak(Duration soak) {
    return new Gates(
        soak,
        FULL.approvals(),
        FULL.approvalTtl(),
        FULL.windows(),
        FULL.annotations(),
        FULL.sources(),
        FULL.signatures(),
        FULL.rules());
  }

  private static Gates approvals(List<ApprovalRule> approvals, Duration ttl) {
    return new Gates(
        FULL.soak(),
        approvals,
        ttl,
        FULL.windows(),
        FULL.annotations(),
        FULL.sources(),
        FULL.signatures(),
        FULL.rules());
  }

  private static Gates windows(Window... windows) {
    return new Gates(
        FULL.soak(),
        FULL.approvals(),
        FULL.approvalTtl(),
        List.of(windows),
        FULL.annotations(),
        FULL.sources(),
        FULL.signatures(),
        FULL.rules());
  }

  private static Gates contents(
      Map<String, String> annotations,
      List<String> sources,
      List<SignatureRule> signatures,
      List<Expression> rules) {
    return new Gates(
        FULL.soak(),
        FULL.approvals(),
        FULL.approvalTtl(),
        FULL.windows(),
        annotations,
        sources,
        signatures,
        rules);
  }

  @Test
  void the_same_policy_changes_nothing() {
    assertThat(between(FULL, FULL)).isEqualTo(new PolicyDiff(List.of(), List.of()));
  }

  @Test
  void less_soak_loosens() {
    loosens(FULL, soak(Duration.ofHours(1)));
    loosens(FULL, soak(Duration.ZERO));
  }

  @Test
  void fewer_approvals_or_longer_ones_loosen() {
    loosens(FULL, approvals(List.of(new ApprovalRule(2, "release-managers")), FULL.approvalTtl()));
    loosens(FULL, approvals(FULL.approvals(), Duration.ofHours(9)));
  }

  @Test
  void other_approvers_loosen_because_they_cannot_be_compared() {
    var others = List.of(new ApprovalRule(5, "everybody"));

    assertThat(between(FULL, approvals(others, FULL.approvalTtl())).loosened())
        .containsExactly("prod: approvals were 2 of release-managers and 1, are 5 of everybody");
  }

  @Test
  void a_freeze_that_goes_loosens_and_one_that_comes_tightens() {
    loosens(windows(GatesTest.WEEKEND, GatesTest.OPEN), windows(GatesTest.OPEN));
  }

  @Test
  void the_last_window_that_allows_frees_all_time_when_it_goes() {
    loosens(windows(GatesTest.WEEKEND, GatesTest.OPEN), windows(GatesTest.WEEKEND));
  }

  @Test
  void one_more_window_that_allows_loosens() {
    var more =
        new Window(
            "more", Window.Kind.ALLOW, "0 9 * * *", Duration.ofHours(1), null, null, "UTC", null);

    loosens(windows(GatesTest.OPEN), windows(GatesTest.OPEN, more));
  }

  @Test
  void a_window_at_another_time_counts_as_loosened_and_one_with_another_reason_does_not() {
    var w = GatesTest.WEEKEND;
    var later =
        new Window(
            w.name(), w.kind(), "0 20 * * 5", w.duration(), null, null, w.zone(), w.reason());
    var told =
        new Window(
            w.name(), w.kind(), w.cron(), w.duration(), null, null, w.zone(), "everybody sleeps");

    assertThat(between(windows(w), windows(later)).loosened()).hasSize(1);
    assertThat(between(windows(w), windows(told)).loosened()).isEmpty();
  }

  @Test
  void each_thing_less_that_is_asked_of_a_bundle_loosens() {
    var a = FULL.annotations();
    var s = FULL.sources();
    var k = FULL.signatures();
    var r = FULL.rules();
    loosens(FULL, contents(Map.of("team", "*"), s, k, r));
    loosens(FULL, contents(a, List.of(), k, r));
    loosens(FULL, contents(a, List.of(s.getFirst(), "https://elsewhere.example/*"), k, r));
    loosens(FULL, contents(a, s, List.of(), r));
    var twoKeys = List.of(new SignatureRule("build", List.of(k.getFirst().keys().getFirst(), "b")));
    loosens(FULL, contents(a, s, twoKeys, r));
    loosens(FULL, contents(a, s, k, List.of()));
  }

  @Test
  void another_expression_counts_as_loosened_and_another_message_does_not() {
    var other = List.of(new Expression("small", "true", null));
    var told = List.of(new Expression("small", "bundle.size < 100", "smaller, please"));
    var f = FULL;

    assertThat(between(f, contents(f.annotations(), f.sources(), f.signatures(), other)).loosened())
        .hasSize(1);
    assertThat(between(f, contents(f.annotations(), f.sources(), f.signatures(), told)))
        .isEqualTo(new PolicyDiff(List.of(), List.of()));
  }

  private static void rulesLoosen(UnaryOperator<Rules> change) {
    var old = Rules.usual("prod").after("dev");
    var there = PolicyDiff.between(with(old), with(change.apply(old)));
    var back = PolicyDiff.between(with(change.apply(old)), with(old));
    assertThat(there.loosened()).as("loosened").isNotEmpty();
    assertThat(there.tightened()).isEmpty();
    assertThat(back.loosened()).isEmpty();
    assertThat(back.tightened()).isNotEmpty();
  }

  @Test
  void what_is_asked_besides_the_gates_counts_too() {
    rulesLoosen(rules -> rules.after(new String[0]));
    rulesLoosen(rules -> rules.requiring(Set.of()));
    rulesLoosen(rules -> rules.written(Intent.Write.CALLER));
    rulesLoosen(rules ->
        new Rules(
            rules.environment(),
            rules.after(),
            rules.required(),
            rules.window().plusDays(1),
            rules.keep(),
            rules.timing(),
            rules.attach()));
  }

  @Test
  void a_new_environment_lets_moves_through_and_one_that_is_gone_none() {
    var less = Policy.of(Rules.usual("dev"));
    var more = Policy.of(Rules.usual("dev"), Rules.usual("prod"));

    assertThat(PolicyDiff.between(less, more).loosened()).hasSize(1);
    assertThat(PolicyDiff.between(more, less).tightened()).hasSize(1);
  }
}
