package io.tagtrail.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Mover;
import io.tagtrail.server.config.Maturity;
import io.tagtrail.server.doctor.Finding.Verdict;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every item of the checklists, proven and not.
class JudgeTest {
  private final Ideal ideal = new Ideal();

  private Finding of(Item item) {
    return ideal.judged().of(item);
  }

  private void is(Item item, Verdict verdict, String why) {
    var finding = of(item);
    assertThat(finding.verdict()).as(finding.why()).isEqualTo(verdict);
    assertThat(finding.why()).contains(why);
    assertThat(finding.next()).as("what would prove it").isNotBlank();
    assertThat(finding.evidence()).isNotNull();
  }

  @Test
  void a_team_that_does_everything_right_is_proven_at_every_item() {
    var diagnosis = ideal.judged();
    assertThat(diagnosis.findings())
        .extracting(Finding::item)
        .containsExactlyInAnyOrder(Item.values());
    assertThat(diagnosis.findings())
        .allSatisfy(finding -> {
          assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.PROVEN);
          assertThat(finding.evidence()).as("no word without evidence").isNotEmpty();
          assertThat(finding.next()).isNull();
        });
    assertThat(diagnosis.proven()).isEqualTo(Maturity.L4);
    assertThat(diagnosis.next()).isNull();
    assertThat(diagnosis.missing()).isEmpty();
    assertThat(diagnosis.wrongChoice()).isEmpty();
    assertThat(diagnosis.exceeds()).isFalse();
  }

  @Test
  void the_two_checklists_have_the_eleven_items() {
    assertThat(Arrays.stream(Item.values()).filter(item -> item.list() != Item.List.LEVEL))
        .hasSize(11);
  }

  @Test
  void a_change_without_a_digest_is_no_capture_and_one_that_says_gone_is() {
    var seen = Ideal.seen(5, EventKind.PROMOTION);
    ideal.newest.addFirst(without(seen, EventKind.PROMOTION));
    is(Item.CAPTURES, Verdict.NOT_PROVEN, "without a digest");
    ideal.newest.removeFirst();
    ideal.newest.addFirst(without(seen, EventKind.OUTSIDE_MOVE));
    assertThat(of(Item.CAPTURES).isProven()).isTrue();
  }

  private static Evidence.Seen without(Evidence.Seen seen, EventKind kind) {
    return new Evidence.Seen(
        seen.index(),
        seen.sequence(),
        kind,
        seen.time(),
        false,
        true,
        seen.mover(),
        seen.moverKind(),
        seen.pipeline(),
        true,
        seen.source(),
        true,
        1L);
  }

  @Test
  void a_record_that_does_not_verify_captures_nothing_and_makes_tags_the_wrong_choice() {
    ideal.problems = List.of("entry 7 does not follow");
    is(Item.CAPTURES, Verdict.NOT_PROVEN, "does not verify");
    assertThat(ideal.judged().wrongChoice()).singleElement().asString().contains("entry 7");
  }

  @Test
  void what_is_not_in_the_ledger_is_not_captured() {
    ideal.governed = false;
    ideal.newest.clear();
    ideal.first = null;
    is(Item.CAPTURES, Verdict.NOT_PROVEN, "not in the ledger");
    is(Item.OUTLIVES, Verdict.NOT_PROVEN, "no history");
    is(Item.OUTSIDE_SEEN, Verdict.NOT_PROVEN, "not in the ledger");
    assertThat(ideal.judged().proven()).isEqualTo(Maturity.L1);
  }

  @Test
  void a_promotion_without_its_facts_is_counted_and_none_at_all_shows_nothing() {
    ideal.newest.addFirst(
        Ideal.seen(5, EventKind.PROMOTION, FactStatus.CLAIMED, Mover.Kind.PERSON, false));
    is(Item.FACTS, Verdict.NOT_PROVEN, "1 of 3 promotions lack one");
    assertThat(of(Item.FACTS).evidence())
        .extracting(Finding.Proof::showed)
        .contains("2 verified, 0 claimed, 1 missing", "2 verified, 1 claimed, 0 missing");
    ideal.newest.removeIf(seen -> seen.kind() == EventKind.PROMOTION);
    is(Item.FACTS, Verdict.UNKNOWN, "nothing was promoted");
  }

  @Test
  void a_ledger_that_nobody_calls_durable_may_end_with_the_job() {
    ideal.durable = false;
    is(Item.OUTLIVES, Verdict.NOT_PROVEN, "outlives the machine");
    assertThat(ideal.judged().proven()).isEqualTo(Maturity.L1);
  }

  @Test
  void an_answer_after_more_than_a_second_is_no_quick_answer() {
    ideal.recorded = Duration.ofMillis(1001);
    is(Item.ANSWERS, Verdict.NOT_PROVEN, "longer than a second");
    ideal.recorded = null;
    is(Item.ANSWERS, Verdict.UNKNOWN, "nobody measured");
  }

  @Test
  void a_rollback_is_proven_by_a_safe_target_and_a_rehearsal_and_nothing_less() {
    ideal.rehearsed = "refused: blocked";
    is(Item.ROLLBACK, Verdict.NOT_PROVEN, "rehearsal did not go through");
    ideal.rehearsed = null;
    is(Item.ROLLBACK, Verdict.UNKNOWN, "could not be looked at");
    ideal.rehearsed = "planned: x";
    ideal.safe = null;
    is(Item.ROLLBACK, Verdict.UNKNOWN, "could not be looked at");
    ideal.safe = false;
    ideal.target = null;
    is(Item.ROLLBACK, Verdict.NOT_PROVEN, "nothing to go back to");
  }

  @Test
  void a_rollback_on_record_that_nothing_authorised_took_another_path() {
    var seen = Ideal.seen(5, EventKind.ROLLBACK);
    ideal.newest.addFirst(
        new Evidence.Seen(
            seen.index(),
            5,
            EventKind.ROLLBACK,
            seen.time(),
            true,
            true,
            seen.mover(),
            seen.moverKind(),
            seen.pipeline(),
            true,
            seen.source(),
            true,
            null));
    is(Item.ROLLBACK, Verdict.NOT_PROVEN, "nothing authorised");
  }

  @Test
  void a_push_by_hand_that_is_taken_is_a_finding_everywhere_it_matters() {
    ideal.trials.set(1, Ideal.trial(Trial.Who.PLAIN, Trial.Result.ACCEPTED));
    is(Item.BLOCKED, Verdict.NOT_PROVEN, "took a push by someone");
    is(Item.CI_ONLY, Verdict.NOT_PROVEN, "lets someone write");
    assertThat(ideal.judged().proven()).isEqualTo(Maturity.L2);
    assertThat(ideal.judged().wrongChoice()).singleElement().asString().contains("not constrained");
  }

  @Test
  void what_was_not_tried_is_unknown_and_not_proven() {
    ideal.trials.clear();
    is(Item.BLOCKED, Verdict.UNKNOWN, "not tried");
    is(Item.CI_ONLY, Verdict.UNKNOWN, "not tried");
    is(Item.FLUX_READS, Verdict.UNKNOWN, "not tried");
    assertThat(ideal.judged().proven()).isEqualTo(Maturity.L2);
    assertThat(of(Item.BLOCKED).next()).contains("--trial-creds");
  }

  @Test
  void that_nobody_may_write_says_nothing_of_somebody_with_a_login() {
    ideal.trials.removeIf(trial -> trial.who() != Trial.Who.ANONYMOUS);
    is(Item.BLOCKED, Verdict.UNKNOWN, "ordinary login");
  }

  @Test
  void a_trial_that_shows_nothing_proves_nothing() {
    for (var result : List.of(Trial.Result.UNKNOWN, Trial.Result.SKIPPED)) {
      ideal.trials.set(1, Ideal.trial(Trial.Who.PLAIN, result));
      is(Item.BLOCKED, Verdict.UNKNOWN, "not tried");
    }
  }

  @Test
  void an_outside_move_of_late_shows_that_hands_can_move_the_tag_and_an_old_one_does_not() {
    ideal.newest.addFirst(Ideal.seen(5, EventKind.OUTSIDE_MOVE));
    is(Item.BLOCKED, Verdict.NOT_PROVEN, "by hand");
    is(Item.CI_ONLY, Verdict.NOT_PROVEN, "moved outside");
    ideal.newest.removeFirst();
    ideal.newest.addLast(Ideal.seen(-30, EventKind.OUTSIDE_MOVE));
    assertThat(of(Item.BLOCKED).isProven()).isTrue();
  }

  @Test
  void a_person_who_promotes_and_a_policy_that_lets_them_are_no_ci_only() {
    ideal.required = List.of("verified-mover");
    is(Item.CI_ONLY, Verdict.NOT_PROVEN, "not only verified pipelines");
    ideal.required = List.of("workload-mover");
    ideal.newest.addFirst(
        Ideal.seen(5, EventKind.PROMOTION, FactStatus.VERIFIED, Mover.Kind.PERSON, true));
    is(Item.CI_ONLY, Verdict.NOT_PROVEN, "not only verified pipelines");
    ideal.newest.removeIf(seen -> seen.kind() == EventKind.PROMOTION);
    is(Item.CI_ONLY, Verdict.UNKNOWN, "nothing was promoted");
  }

  @Test
  void a_pull_secret_that_can_push_is_no_reader() {
    ideal.trials.set(2, Ideal.trial(Trial.Who.FLUX, Trial.Result.ACCEPTED));
    is(Item.FLUX_READS, Verdict.NOT_PROVEN, "can push");
    assertThat(of(Item.BLOCKED).isProven()).as("that is another question").isTrue();
  }

  @Test
  void our_own_right_to_write_to_a_cluster_is_found_and_one_that_is_not_known_is_said() {
    ideal.access =
        List.of(new Evidence.Access("prod-eu", Ideal.NOW, List.of("patch ocirepositories"), null));
    is(Item.FLUX_READS, Verdict.NOT_PROVEN, "may write in cluster prod-eu");
    ideal.access = List.of(new Evidence.Access("prod-eu", Ideal.NOW, List.of(), "no answer"));
    is(Item.FLUX_READS, Verdict.UNKNOWN, "not known");
    ideal.access = List.of(new Evidence.Access("prod-eu", Ideal.NOW, List.of(), null));
    assertThat(of(Item.FLUX_READS).isProven()).isTrue();
  }

  @Test
  void targets_that_are_lost_dying_or_unlooked_at_are_no_retention() {
    ideal.ready = 2;
    is(Item.RETENTION, Verdict.UNKNOWN, "1 of 3 targets could not be looked at");
    assertThat(ideal.judged().wrongChoice()).isEmpty();
    ideal.lost = List.of("#2: a layer is gone");
    is(Item.RETENTION, Verdict.NOT_PROVEN, "#2: a layer is gone");
    assertThat(ideal.judged().wrongChoice()).singleElement().asString().contains("retention loses");
    ideal.lost = List.of();
    ideal.ready = 3;
    ideal.rules = null;
    is(Item.RETENTION, Verdict.UNKNOWN, "is not known");
    ideal.rules = false;
    is(Item.RETENTION, Verdict.UNKNOWN, "is not known");
    ideal.rules = true;
    ideal.dying = List.of("prod.2 on 2026-03-01");
    is(Item.RETENTION, Verdict.NOT_PROVEN, "a rule of the registry deletes");
    ideal.dying = List.of();
    ideal.checked = Ideal.NOW.minus(Duration.ofDays(3));
    is(Item.RETENTION, Verdict.UNKNOWN, "too long ago");
    ideal.checked = null;
    is(Item.RETENTION, Verdict.UNKNOWN, "not looked at");
    ideal.checked = Ideal.NOW;
    ideal.targets = 0;
    ideal.ready = 0;
    is(Item.RETENTION, Verdict.UNKNOWN, "no target");
  }

  @Test
  void a_runbook_with_another_way_back_is_found() {
    ideal.page = new Evidence.Page("wiki.md", null, "there is no tagtrail rollback in it", false);
    is(Item.RUNBOOK, Verdict.NOT_PROVEN, "no governed move");
    ideal.page = new Evidence.Page("wiki.md", null, "tagtrail rollback shop/prod", true);
    assertThat(of(Item.RUNBOOK).why()).isEqualTo("its rollback is a governed move");
    assertThat(of(Item.RUNBOOK).isProven()).isTrue();
    assertThat(of(Item.RUNBOOK).evidence().getFirst().showed())
        .isEqualTo("its rollback: tagtrail rollback shop/prod");
    ideal.page = null;
    is(Item.RUNBOOK, Verdict.UNKNOWN, "no runbook");
  }

  @Test
  void more_declared_than_proven_exceeds_and_less_does_not() {
    ideal.keys = List.of();
    var diagnosis = ideal.judged();
    assertThat(diagnosis.proven()).isEqualTo(Maturity.L3);
    assertThat(diagnosis.exceeds()).isTrue();
    is(Item.MATURITY, Verdict.NOT_PROVEN, "L4 is declared and L3 is proven");
    ideal.declared = Maturity.L2;
    assertThat(ideal.judged().exceeds()).isFalse();
    assertThat(of(Item.MATURITY).why()).contains("could be declared");
    assertThat(of(Item.MATURITY).isProven()).isTrue();
    ideal.declared = null;
    is(Item.MATURITY, Verdict.NOT_PROVEN, "no maturity is declared");
    assertThat(ideal.judged().exceeds()).isFalse();
  }

  @Test
  void a_tag_that_nobody_watches_is_not_recorded_as_the_second_level_asks() {
    ideal.watch = null;
    is(Item.OUTSIDE_SEEN, Verdict.NOT_PROVEN, "nobody looks");
    assertThat(ideal.judged().proven()).isEqualTo(Maturity.L1);
    ideal.watch = new Evidence.Watch("the sentinel", Ideal.NOW.minus(Duration.ofHours(1)));
    is(Item.OUTSIDE_SEEN, Verdict.UNKNOWN, "15 minutes");
    // What a schedule does is seen by nobody: it is no way to prove it.
    ideal.watch = null;
    assertThat(of(Item.OUTSIDE_SEEN).next()).contains("run a server").doesNotContain("check");
  }

  @Test
  void beside_a_ledger_that_a_server_may_watch_nothing_is_denied_and_nothing_proven() {
    ideal.watch = null;
    var finding =
        Judge.judge(ideal.evidence().besideServers()).findings().stream()
            .filter(each -> each.item() == Item.OUTSIDE_SEEN)
            .findFirst()
            .orElseThrow();
    assertThat(finding.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(finding.why()).contains("not known from here");
    assertThat(finding.next()).contains("--server");
  }

  @Test
  void a_mover_that_is_only_claimed_is_not_verified() {
    ideal.newest.addFirst(
        Ideal.seen(5, EventKind.ROLLBACK, FactStatus.CLAIMED, Mover.Kind.PERSON, true));
    is(Item.VERIFIED_MOVERS, Verdict.NOT_PROVEN, "not every mover");
    ideal.newest.removeFirst();
    ideal.required = List.of("mover");
    is(Item.VERIFIED_MOVERS, Verdict.NOT_PROVEN, "policy does not ask");
  }

  @Test
  void a_signature_is_proven_on_what_is_live_and_not_by_a_key_alone() {
    // When it was signed does not show: it may have been long after the move.
    assertThat(of(Item.SIGNED).why()).isEqualTo("what is live carries a signature of such a key");
    assertThat(of(Item.SIGNED).isProven()).isTrue();
    ideal.signed = false;
    is(Item.SIGNED, Verdict.NOT_PROVEN, "not signed");
    ideal.signed = null;
    is(Item.SIGNED, Verdict.UNKNOWN, "not looked at");
    ideal.keys = List.of();
    is(Item.SIGNED, Verdict.NOT_PROVEN, "nothing that is authorised");
  }

  @Test
  void one_cluster_that_verifies_nothing_is_enough() {
    ideal.sources = List.of(Ideal.source("cosign", false), Ideal.source(null, false));
    is(Item.FLUX_VERIFIES, Verdict.NOT_PROVEN, "nobody signed");
    ideal.sources = List.of(Ideal.source("cosign", true));
    is(Item.FLUX_VERIFIES, Verdict.UNKNOWN, "not heard of lately");
    ideal.sources = List.of();
    is(Item.FLUX_VERIFIES, Verdict.UNKNOWN, "no cluster reports");
    ideal.sources = List.of(Ideal.source("cosign", false));
    ideal.keys = List.of();
    is(Item.FLUX_VERIFIES, Verdict.NOT_PROVEN, "no key of this environment");
  }

  @Test
  void provenance_and_witnesses_are_asked_for_at_the_last_level_alone() {
    ideal.provenance = List.of();
    is(Item.PROVENANCE, Verdict.NOT_PROVEN, "wherever it comes from");
    ideal.witnesses = 0;
    is(Item.WITNESSED, Verdict.NOT_PROVEN, "older copy");
    assertThat(ideal.judged().proven()).isEqualTo(Maturity.L3);
    assertThat(ideal.judged().missing())
        .extracting(Finding::item)
        .containsExactly(Item.PROVENANCE, Item.WITNESSED);
  }

  @Test
  void a_level_is_not_proven_over_a_hole_below_it() {
    ideal.durable = false;
    assertThat(ideal.judged().proven()).isEqualTo(Maturity.L1);
    assertThat(ideal.judged().next()).isEqualTo(Maturity.L2);
    assertThat(ideal.judged().missing()).extracting(Finding::item).containsExactly(Item.OUTLIVES);
  }

  @Test
  void a_declared_demand_holes_and_a_habit_make_a_floating_tag_the_wrong_choice() {
    ideal.visible = true;
    assertThat(ideal.judged().wrongChoice()).singleElement().asString().contains("visible");
    ideal.visible = false;
    ideal.newest.addFirst(Ideal.seen(5, EventKind.INDETERMINATE));
    assertThat(ideal.judged().wrongChoice()).singleElement().asString().contains("holes");
    ideal.newest.removeFirst();
    for (int i = 5; i < 8; i++) {
      ideal.newest.addFirst(Ideal.seen(i, EventKind.OUTSIDE_MOVE));
    }
    assertThat(ideal.judged().wrongChoice()).singleElement().asString().contains("habit");
  }
}
