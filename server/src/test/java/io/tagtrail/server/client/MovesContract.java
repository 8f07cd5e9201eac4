package io.tagtrail.server.client;

import static io.tagtrail.server.client.Contract.moved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Intent;
import io.tagtrail.core.history.Live;
import io.tagtrail.core.policy.RollbackTargets.Verdict;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.registry.RegistryException;
import org.junit.jupiter.api.Test;

/// The contract of [io.tagtrail.server.Moves]: the whole story, forward and back, and each way in
/// which it can end otherwise.
interface MovesContract extends Contract {
  @Test
  default void a_promotion_moves_the_tag_and_is_on_record_with_its_texts() throws Exception {
    var moved = promoted(DEV, 1);
    assertThat(shop().tag(DEV)).isEqualTo(shop().digest(1));
    assertThat(moved.recorded().event().needChange().digest()).isEqualTo(shop().digest(1));
    var told = tagtrail().trail().tell(moved.recorded());
    assertThat(told.reason()).isEqualTo("because");
    assertThat(told.erased()).isFalse();
    assertThat(tagtrail().trail().entry(moved.recorded().index())).contains(told);

    var status = tagtrail().state().status(DEV, true);
    assertThat(status.live()).isInstanceOf(Live.Agrees.class);
    assertThat(status.now()).isEqualTo(moved.recorded());
    assertThat(status.state().governedDigest()).isEqualTo(shop().digest(1));
    assertThat(status.state().location()).isEqualTo(shop().location(DEV));
    assertThat(status.rules()).isEqualTo(tagtrail().controls().rules(DEV));
    assertThat(tagtrail().configured(DEV)).contains(shop().location(DEV));
  }

  @Test
  default void there_already_is_an_outcome_of_its_own() throws Exception {
    promoted(DEV, 1);
    var again = tagtrail().moves().promote(DEV, shop().push(DEV, 1), false, ask());
    assertThat(again).isInstanceOf(Outcome.Unchanged.class);
    assertThat(((Outcome.Unchanged) again).head().digest()).isEqualTo(shop().digest(1));
  }

  @Test
  default void a_run_that_is_started_again_is_replayed_while_it_stands_and_superseded_afterwards()
      throws Exception {
    var one = shop().push(DEV, 1);
    var first = moved(tagtrail().moves().promote(DEV, one, false, ask("100")));
    var again = tagtrail().moves().promote(DEV, one, false, ask("100"));
    assertThat(again).isEqualTo(new Outcome.Replayed(first.recorded()));
    moved(tagtrail().moves().promote(DEV, shop().push(DEV, 2), false, ask("101")));
    var late = tagtrail().moves().promote(DEV, one, true, ask("100"));
    assertThat(late).isInstanceOf(Outcome.Superseded.class);
    assertThat(((Outcome.Superseded) late).now()).isEqualTo(shop().digest(2));
    assertThat(((Outcome.Superseded) late).recorded()).isEqualTo(first.recorded());
  }

  @Test
  default void an_expectation_that_does_not_hold_is_a_conflict() throws Exception {
    promoted(DEV, 1);
    var stale =
        tagtrail().moves().promote(DEV, shop().push(DEV, 2), false, expecting(shop().digest(7)));
    assertThat(stale).isInstanceOf(Outcome.Stale.class);
    assertThat(((Outcome.Stale) stale).actual()).isEqualTo(shop().digest(1));
    assertThat(((Outcome.Stale) stale).expected()).isEqualTo(shop().digest(7));
    assertThat(((Outcome.Stale) stale).why()).isNotBlank();
    assertThat(shop().tag(DEV)).isEqualTo(shop().digest(1));
  }

  @Test
  default void the_order_of_environments_refuses_with_every_check() throws Exception {
    var refused = tagtrail().moves().promote(PROD, shop().push(PROD, 1), false, ask());
    assertThat(refused).isInstanceOf(Outcome.Refused.class);
    assertThat(((Outcome.Refused) refused).reasons())
        .extracting(check -> check.name())
        .contains("order");
    assertThat(((Outcome.Refused) refused).checks()).hasSizeGreaterThan(1);
    assertThat(shop().tag(PROD)).isNull();
  }

  @Test
  default void a_dry_run_says_what_would_be_and_changes_nothing() throws Exception {
    promoted(DEV, 1);
    var size = tagtrail().trail().head().size();
    var plan = tagtrail().moves().promote(DEV, shop().push(DEV, 2), false, dry());
    assertThat(plan).isInstanceOf(Outcome.Planned.class);
    assertThat(((Outcome.Planned) plan).bundle().digest()).isEqualTo(shop().digest(2));
    assertThat(((Outcome.Planned) plan).previous()).isEqualTo(shop().digest(1));
    assertThat(((Outcome.Planned) plan).sequence()).isEqualTo(2);
    assertThat(tagtrail().trail().head().size()).isEqualTo(size);
  }

  @Test
  default void what_is_live_in_one_environment_goes_to_the_next_and_back() throws Exception {
    promoted(DEV, 1);
    moved(tagtrail().moves().promote(PROD, "shop/dev", false, ask()));
    promoted(DEV, 2);
    moved(tagtrail().moves().promote(PROD, "shop/dev", false, ask()));
    var status = tagtrail().state().status(PROD, true);
    var target = java.util.Objects.requireNonNull(status.backTo()).target();
    assertThat(target).isNotNull();
    assertThat(java.util.Objects.requireNonNull(target).verdict()).isEqualTo(Verdict.SAFE);
    assertThat(target.tenure().digest()).isEqualTo(shop().digest(1));

    var back = moved(tagtrail().moves().rollback(PROD, null, ask()));
    assertThat(back.recorded().event().kind()).isEqualTo(EventKind.ROLLBACK);
    assertThat(shop().tag(PROD)).isEqualTo(shop().digest(1));
    assertThat(kinds(PROD))
        .containsExactly(EventKind.ROLLBACK, EventKind.PROMOTION, EventKind.PROMOTION);
    assertThat(tagtrail().moves().rollback(PROD, null, ask()))
        .as("never to what was just rolled back from")
        .isInstanceOf(Outcome.Refused.class);
  }

  @Test
  default void a_tag_that_is_there_is_adopted_with_what_was_before_it() throws Exception {
    shop().push(DEV, 1);
    shop().outside(DEV, 2);
    var adopted = moved(tagtrail().moves().adopt(DEV, shop().digest(1).toString(), ask()));
    assertThat(adopted.recorded().event().kind()).isEqualTo(EventKind.ADOPTION);
    moved(tagtrail().moves().rollback(DEV, null, ask()));
    assertThat(shop().tag(DEV)).isEqualTo(shop().digest(1));
  }

  @Test
  default void a_bundle_that_is_not_there_is_said_by_the_registry() {
    assertThatThrownBy(() -> tagtrail().moves().promote(DEV, ":never-pushed", false, ask()))
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(RegistryException.Kind.NOT_FOUND);
              assertThat(e.applied()).isEqualTo(RegistryException.Applied.NO);
            });
  }

  @Test
  default void the_caller_writes_confirms_and_it_is_on_record() throws Exception {
    assertThat(tagtrail().controls().rules(EDGE).write()).isEqualTo(Intent.Write.CALLER);
    var outcome = tagtrail().moves().promote(EDGE, shop().push(EDGE, 1), false, ask());
    assertThat(outcome).isInstanceOf(Outcome.Authorised.class);
    var authorised = (Outcome.Authorised) outcome;
    assertThat(authorised.manifest().digest()).isEqualTo(shop().digest(1));
    assertThat(shop().tag(EDGE)).as("nothing was written").isNull();
    shop().put(authorised.keepTag(), authorised.manifest());
    shop().put(authorised.intent().location(), authorised.manifest());
    var confirmed = tagtrail().moves().confirm(EDGE, authorised.intent().index(), ask());
    assertThat(moved(confirmed).recorded().event().needChange().digest())
        .isEqualTo(shop().digest(1));
    assertThat(tagtrail().state().status(EDGE, true).live()).isInstanceOf(Live.Agrees.class);
  }

  @Test
  default void a_move_that_the_caller_gives_up_leaves_the_way_free() throws Exception {
    var outcome =
        (Outcome.Authorised) tagtrail().moves().promote(EDGE, shop().push(EDGE, 1), false, ask());
    assertThat(tagtrail().state().unfinished()).containsExactly(EDGE);
    assertThat(tagtrail().state().status(EDGE, false).state().intent()).isEqualTo(outcome.intent());
    assertThat(tagtrail().moves().cancel(EDGE, outcome.intent().index(), ask()))
        .isInstanceOf(Outcome.Cancelled.class);
    assertThat(tagtrail().state().unfinished()).isEmpty();
    assertThat(tagtrail().moves().promote(EDGE, ":b1", false, ask()))
        .isInstanceOf(Outcome.Authorised.class);
  }
}
