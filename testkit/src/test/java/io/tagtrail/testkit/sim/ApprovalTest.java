package io.tagtrail.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.Approval;
import io.tagtrail.core.event.Commitments;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.policy.ApprovalRule;
import io.tagtrail.core.policy.Checks;
import io.tagtrail.core.policy.Gates;
import io.tagtrail.core.policy.PolicyLog;
import io.tagtrail.core.promotion.Actor;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.Approving;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Powers;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Approvals: whose count, for what, how often.
class ApprovalTest {
  private static final ApprovalRule ONE = new ApprovalRule(1, null);
  private static final ApprovalRule TWO = new ApprovalRule(2, null);

  private static Approval recorded(Approving.Result result) {
    assertThat(result).isInstanceOf(Approving.Result.Recorded.class);
    return ((Approving.Result.Recorded) result).entry().event().approvals().getFirst();
  }

  private static void refused(Approving.Result result, String why) {
    assertThat(result).isInstanceOf(Approving.Result.Refused.class);
    assertThat(((Approving.Result.Refused) result).why()).contains(why);
  }

  @Test
  void a_move_goes_through_with_as_many_approvals_as_are_asked_and_not_with_fewer() {
    var cast = Cast.approvals(TWO);

    Cast.fails(cast.promote(1), Checks.APPROVALS, "missing: 2 ");
    recorded(cast.approve("ann", 1));
    Cast.fails(cast.promote(1), Checks.APPROVALS, "missing: 1 ");
    recorded(cast.approve("bob", 1));
    var outcome = cast.promote(1);

    Cast.passes(outcome, Checks.APPROVALS);
    var event = ((Outcome.Moved) outcome).recorded().event();
    assertThat(event.approvals()).hasSize(2);
    assertThat(event.approvals())
        .allSatisfy(each -> {
          assertThat(each.entry()).isNotNull();
          assertThat(each.bundle()).isEqualTo(Sample.digest(1));
          assertThat(each.expected()).isEqualTo(Sample.digest(0));
          assertThat(each.policy()).isEqualTo(cast.stage.world.policy.digest());
        });
    assertThat(cast.stage.state().approvals()).isEmpty();
    cast.stage.holds();
  }

  @Test
  void the_groups_that_are_asked_for_have_to_be_there() {
    var cast = Cast.approvals(new ApprovalRule(1, "qa"), new ApprovalRule(1, "ops"));

    var ann = recorded(cast.approve("ann", 1, Cast.CI_ID, "qa", "ops", "football"));
    Cast.fails(cast.promote(1), Checks.APPROVALS, "missing: 1 of");
    recorded(cast.approve("eve", 1, Cast.CI_ID, "football"));
    Cast.fails(cast.promote(1), Checks.APPROVALS, "missing: 1 of");
    recorded(cast.approve("bob", 1, Cast.CI_ID, "qa"));

    // What the policy does not name is nobody's business.
    assertThat(ann.groups()).containsExactly("qa", "ops");
    Cast.passes(cast.promote(1), Checks.APPROVALS);
  }

  @Test
  void the_same_person_twice_is_one_however_the_name_is_written() {
    var cast = Cast.approvals(TWO);

    recorded(cast.approve("ann", 1));
    assertThat(cast.approve("ann", 1)).isInstanceOf(Approving.Result.There.class);
    recorded(cast.approve("Ann ", 1));

    Cast.fails(cast.promote(1), Checks.APPROVALS, "approved it again");
  }

  @Test
  void whoever_asks_cannot_approve() {
    var cast = Cast.approvals(ONE);

    refused(cast.approve("ann", 1, "ann"), "cannot approve");
    refused(cast.approve("Ann", 1, "ann"), "cannot approve");
  }

  private static Powers account(String account) {
    return new Powers(false, List.of(), List.of(), true, account);
  }

  private static Approving.Result approve(Cast cast, String name, String requester, Powers powers) {
    return cast.approving()
        .approve(Sample.PROD, Sample.digest(1), requester, Cast.actor(name), powers, null);
  }

  @Test
  void a_person_who_changed_names_is_one_person() {
    var cast = Cast.approvals(TWO);

    recorded(approve(cast, "ann@a.example", Cast.CI_ID, account("https://id.example|1")));
    recorded(approve(cast, "ann@b.example", Cast.CI_ID, account("https://id.example|1")));
    Cast.fails(cast.promote(1), Checks.APPROVALS, "approved it again");
    recorded(approve(cast, "bob@a.example", Cast.CI_ID, account("https://id.example|2")));

    Cast.moved(cast.promote(1));
  }

  @Test
  void whoever_asks_under_another_name_cannot_approve() {
    var cast = Cast.approvals(ONE);
    var account = account("https://id.example|1");

    recorded(approve(cast, "ann@b.example", "ann@a.example", account));

    Cast.fails(
        cast.ask(Cast.promotion(1), Cast.PERSON, "ann@a.example", account),
        Checks.APPROVALS,
        "by the asker");
  }

  @Test
  void whoever_made_the_token_that_asks_cannot_approve() {
    var cast = Cast.approvals(ONE);
    var behind = new Powers(false, List.of(), List.of(), false, "https://id.example|1");

    recorded(approve(cast, "ann", Cast.CI_ID, account("https://id.example|1")));
    Cast.fails(
        cast.ask(Cast.promotion(1), Cast.CI, null, behind), Checks.APPROVALS, "by the asker");
    recorded(approve(cast, "bob", Cast.CI_ID, account("https://id.example|2")));

    Cast.moved(cast.ask(Cast.promotion(1), Cast.CI, null, behind));
  }

  @Test
  void what_is_owed_is_not_approved_by_whoever_rolled_back_under_another_name() {
    var cast = Cast.approvals(ONE);
    recorded(cast.approve("ann", 1));
    Cast.moved(cast.promote(1));
    var past = new Powers(true, List.of(), List.of(), true, "https://id.example|1");
    Cast.moved(cast.ask(new Aim.RollBack(null), Cast.PERSON, "ann@a.example", past));

    refused(
        cast.approving()
            .approveOwed(Sample.PROD, Cast.actor("ann@b.example"), account("https://id.example|1")),
        "cannot be approved by you");
    recorded(
        cast.approving()
            .approveOwed(Sample.PROD, Cast.actor("bob"), account("https://id.example|2")));
  }

  @Test
  void an_approval_whose_account_was_erased_does_not_count() {
    var cast = Cast.approvals(ONE);
    var result = approve(cast, "ann", Cast.CI_ID, account("https://id.example|1"));
    recorded(result);
    var entry = ((Approving.Result.Recorded) result).entry();
    var account = entry.event().commitments().byField().get(Commitments.ACCOUNT);
    assertThat(cast.stage.world.ledger.erase(Objects.requireNonNull(account))).isTrue();

    Cast.fails(cast.promote(1), Checks.APPROVALS, "was erased");
  }

  @Test
  void of_many_approvals_those_that_let_the_move_through_are_on_record_with_it() {
    var cast = Cast.approvals(new ApprovalRule(1, "qa"));
    var decisive = cast.approve("ann", 1, Cast.CI_ID, "qa");
    recorded(decisive);
    for (int i = 0; i < Event.MAX_APPROVALS; i++) {
      recorded(cast.approve("other" + i, 1, Cast.CI_ID));
    }

    var event = ((Outcome.Moved) cast.promote(1)).recorded().event();

    assertThat(event.approvals())
        .hasSize(Event.MAX_APPROVALS)
        .extracting(Approval::entry)
        .contains(((Approving.Result.Recorded) decisive).entry().index());
  }

  @Test
  void an_approval_is_for_one_requester_alone() {
    var cast = Cast.approvals(ONE);
    recorded(cast.approve("ann", 1, "bob"));

    Cast.fails(cast.promote(1), Checks.APPROVALS, "another requester");
    Cast.fails(
        cast.ask(Cast.promotion(1), Cast.PERSON, "eve", Powers.NONE),
        Checks.APPROVALS,
        "another requester");
    Cast.moved(cast.ask(Cast.promotion(1), Cast.PERSON, "bob", Powers.NONE));
  }

  @Test
  void somebody_who_claims_to_be_the_requester_is_not() {
    var cast = Cast.approvals(ONE);
    recorded(cast.approve("ann", 1, "bob"));
    var claimed = new Mover(Mover.Kind.PERSON, FactStatus.CLAIMED, null, null);

    Cast.fails(
        cast.ask(Cast.promotion(1), claimed, "bob", Powers.LOCAL),
        Checks.APPROVALS,
        "no token proves who asks");
  }

  @Test
  void an_approval_of_somebody_whom_no_token_proves_is_not_recorded() {
    var cast = Cast.approvals(ONE);
    var claimed = new Mover(Mover.Kind.PERSON, FactStatus.CLAIMED, null, null);
    var actor = new Actor("a", claimed, "ann", Facts.Pipeline.MISSING, null);
    var digest = Sample.digest(1);

    refused(
        cast.approving().approve(Sample.PROD, digest, Cast.CI_ID, actor, Powers.LOCAL, null),
        "token");
    var workload = new Actor("a", Cast.CI, null, Facts.Pipeline.MISSING, null);
    refused(
        cast.approving().approve(Sample.PROD, digest, "bob", workload, Cast.LINKED, null),
        "one person's");
    refused(
        cast.approving().approve(Sample.PROD, digest, "bob", Cast.actor("ann"), Powers.NONE, null),
        "one person's");
  }

  @Test
  void an_approval_that_somebody_wrote_past_tagtrail_without_a_proof_does_not_count() {
    var cast = Cast.approvals(ONE);
    var name = SideRecord.of(Commitments.MOVER, "ann");
    var requester = SideRecord.of(Commitments.REQUESTER, Cast.CI_ID);
    var sides = List.of(name, requester);
    var approval =
        new Approval(
            null,
            FactStatus.VERIFIED,
            name.commitment(),
            Sample.digest(1),
            Sample.digest(0),
            null,
            cast.stage.world.policy.digest(),
            requester.commitment(),
            List.of());
    var claims =
        new Facts(
            new Mover(Mover.Kind.PERSON, FactStatus.CLAIMED, null, null),
            Facts.Pipeline.MISSING,
            Facts.Source.MISSING,
            Facts.Builder.MISSING,
            null);
    cast.stage.world.ledger.append(
        Batch.expecting(Sample.PROD.stream(), cast.stage.state().version())
            .add(
                Event.of(EventKind.APPROVAL, Sample.PROD.stream(), "by hand")
                    .subject(Sample.digest(1))
                    .approvals(List.of(approval))
                    .facts(claims)
                    .commitments(Commitments.to(sides))
                    .build())
            .sides(sides)
            .build());

    Cast.fails(cast.promote(1), Checks.APPROVALS, "whom a token proved");
  }

  @Test
  void an_expired_approval_does_not_count() {
    var cast = Cast.approvals(ONE);
    recorded(cast.approve("ann", 1));
    cast.stage.wait(Duration.ofHours(25));

    Cast.fails(cast.promote(1), Checks.APPROVALS, "expired");
  }

  @Test
  void an_approval_that_expires_while_the_move_is_decided_is_not_consumed() {
    var cast = Cast.approvals(ONE);
    recorded(cast.approve("ann", 1));
    var process = cast.stage.process("slow");
    process.at(Phase.CHECKED, () -> cast.stage.wait(Duration.ofHours(25)));

    Cast.fails(
        cast.ask(process, Cast.promotion(1), Cast.CI, null, Powers.NONE),
        Checks.APPROVALS,
        "expired");
    assertThat(cast.stage.tag()).isEqualTo("b0");
  }

  @Test
  void nobody_approves_for_longer_than_the_policy_lets() {
    var cast = Cast.approvals(ONE);
    var tooLong = Gates.DEFAULT_TTL.plusSeconds(1);

    refused(
        cast.approving()
            .approve(Sample.PROD, Sample.digest(1), "bob", Cast.actor("ann"), Cast.LINKED, tooLong),
        "can be used for up to");
  }

  @Test
  void an_approval_of_another_bundle_does_not_count() {
    var cast = Cast.approvals(ONE);
    recorded(cast.approve("ann", 2));

    Cast.fails(cast.promote(1), Checks.APPROVALS, "missing: 1 ");
  }

  @Test
  void what_was_approved_over_another_bundle_is_not_approved_any_more() {
    var cast = Cast.approvals(ONE);
    recorded(cast.approve("ann", 1));
    recorded(cast.approve("ann", 2));
    Cast.moved(cast.promote(1));

    assertThat(cast.stage.state().approvals()).isEmpty();
    Cast.fails(cast.promote(2), Checks.APPROVALS, "missing: 1 ");
  }

  @Test
  void a_move_from_outside_drops_what_was_approved_before() {
    var cast = Cast.approvals(ONE);
    recorded(cast.approve("ann", 1));
    cast.stage.outsiderMovesTo(3);
    cast.stage.look();

    assertThat(cast.stage.state().approvals()).isEmpty();
  }

  @Test
  void an_approval_under_another_policy_does_not_count() {
    var cast = Cast.approvals(ONE);
    recorded(cast.approve("ann", 1));
    var ledger = cast.stage.process("policy").ledger;
    new PolicyLog(ledger).apply(Sample.STRICT, "other", Facts.NONE, List.of());
    refused(cast.approve("bob", 1), "another policy");
    new PolicyLog(ledger).apply(cast.stage.world.policy, "back", Facts.NONE, List.of());

    // It is bound to the policy's digest, and that is in force again.
    Cast.moved(cast.promote(1));
  }

  @Test
  void an_approval_is_consumed_by_the_first_move_and_is_of_no_use_after_a_rollback() {
    var cast = Cast.approvals(ONE);
    recorded(cast.approve("ann", 1));
    Cast.moved(cast.promote(1));
    var past = new Powers(true, List.of(), List.of(), false);
    Cast.moved(cast.ask(new Aim.RollBack(null), Cast.CI, null, past));
    assertThat(cast.stage.heads()).isEqualTo("b0 b0");
    cast.approving().approveOwed(Sample.PROD, Cast.actor("ann"), Cast.LINKED);

    Cast.fails(cast.promote(1), Checks.APPROVALS, "missing: 1 ");
    cast.stage.holds();
  }

  @Test
  void an_approval_that_a_failed_move_consumed_is_gone() {
    var cast = Cast.approvals(ONE);
    recorded(cast.approve("ann", 1));
    var process = cast.stage.dying(Phase.AUTHORISED);
    try {
      cast.ask(process, Cast.promotion(1), Cast.CI, null, Powers.NONE);
      throw new AssertionError("it did not die");
    } catch (Crash e) {
      cast.stage.waitUntilDue();
    }
    cast.stage.settle();

    assertThat(cast.stage.newest(1)).containsExactly("abandoned b1");
    Cast.fails(cast.promote(1), Checks.APPROVALS, "missing: 1 ");
    cast.stage.holds();
  }

  @Test
  void two_who_approve_at_once_are_both_on_record() {
    var cast = Cast.approvals(TWO);
    var first = cast.stage.process("first");
    var racing =
        new Approving(
            Overtaken.by(first.ledger, () -> recorded(cast.approve("bob", 1))),
            cast.stage.world.policy,
            first);

    recorded(
        racing.approve(
            Sample.PROD, Sample.digest(1), Cast.CI_ID, Cast.actor("ann"), Cast.LINKED, null));

    assertThat(cast.stage.state().approvals()).hasSize(2);
    Cast.moved(cast.promote(1));
  }

  @Test
  void two_moves_that_race_for_one_approval_do_not_both_get_it() {
    var cast = Cast.approvals(ONE);
    recorded(cast.approve("ann", 1));
    var slow = cast.stage.process("slow");
    slow.at(
        Phase.CHECKED,
        () -> {
          Cast.moved(cast.promote(1));
          var past = new Powers(true, List.of(), List.of(), false);
          Cast.moved(cast.ask(new Aim.RollBack(null), Cast.CI, null, past));
          cast.approving().approveOwed(Sample.PROD, Cast.actor("ann"), Cast.LINKED);
        });

    // The alias is what it was when it was decided, and the approval is used all the same.
    Cast.fails(
        cast.ask(slow, Cast.promotion(1), Cast.CI, null, Powers.NONE),
        Checks.APPROVALS,
        "missing: 1 ");
    cast.stage.holds();
  }

  @Test
  void an_approval_whose_name_was_erased_does_not_count() {
    var cast = Cast.approvals(ONE);
    var approval = recorded(cast.approve("ann", 1));
    assertThat(cast.stage.world.ledger.erase(approval.approver())).isTrue();

    Cast.fails(cast.promote(1), Checks.APPROVALS, "was erased");
  }

  @Test
  void an_approval_without_a_requester_is_for_whoever_was_last_refused() {
    var cast = Cast.approvals(ONE);
    refused(cast.approve("ann", 1, null), "whose move is it for?");
    var outcome = (Outcome.Refused) cast.promote(1);
    var process = cast.stage.process("records");
    var refusals =
        new io.tagtrail.core.promotion.Refusals(
            process.ledger, cast.stage.world.policy.digest(), process);
    var request = cast.request(Cast.promotion(1), Cast.CI, null, Powers.NONE);
    assertThat(refusals.record(Sample.PROD, outcome, request)).isTrue();

    recorded(cast.approve("ann", 1, null));
    Cast.moved(cast.promote(1));
  }

  @Test
  void names_are_in_the_side_record_alone() {
    var cast = Cast.approvals(ONE);
    recorded(cast.approve("ann.person@corp.example", 1, "bob.person@corp.example"));
    Cast.moved(cast.ask(Cast.promotion(1), Cast.PERSON, "bob.person@corp.example", Powers.NONE));

    for (var entry : cast.stage.world.ledger.all()) {
      assertThat(entry.event().toJson().canonical()).doesNotContain("person@corp");
    }
  }

  @Test
  void what_is_pending_is_bounded() {
    var cast = Cast.approvals(ONE);
    for (int i = 0; i < 32; i++) {
      recorded(cast.approve("person" + i, i % 7));
    }

    refused(cast.approve("one.more", 1), "pending already");
    assertThat(Objects.requireNonNull(cast.stage.state()).approvals()).hasSize(32);
  }
}
