package io.tagtrail.server.client;

import static io.tagtrail.server.client.Contract.moved;
import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.Stop;
import io.tagtrail.core.json.Times;
import io.tagtrail.core.promotion.Approving;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Stops;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// The contract of [io.tagtrail.server.Controls]: holds, blocks, approvals, the policy.
interface ControlsContract extends Contract {
  @Test
  default void holds_stop_forward_moves_until_they_are_released() throws Exception {
    promoted(DEV, 1);
    var until = Times.millis(Instant.now().plusSeconds(3600));
    var held = tagtrail().controls().hold(DEV, Stop.Scope.FORWARD, until, ask());
    assertThat(held).isInstanceOf(Stops.Result.Recorded.class);
    assertThat(tagtrail().controls().hold(DEV, Stop.Scope.FORWARD, until, ask()))
        .isInstanceOfSatisfying(
            Stops.Result.There.class, there -> assertThat(there.stop().until()).isEqualTo(until));
    var refused = tagtrail().moves().promote(DEV, shop().push(DEV, 2), false, ask());
    assertThat(refused).isInstanceOf(Outcome.Refused.class);
    assertThat(tagtrail().state().status(DEV, false).state().holds()).hasSize(1);
    assertThat(tagtrail().controls().unhold(DEV, ask())).isInstanceOf(Stops.Result.Recorded.class);
    assertThat(tagtrail().controls().unhold(DEV, ask())).isEqualTo(new Stops.Result.Nothing());
    promoted(DEV, 2);
  }

  @Test
  default void a_blocked_bundle_goes_nowhere() throws Exception {
    promoted(DEV, 1);
    promoted(DEV, 2);
    assertThat(tagtrail().controls().block("shop", "shop/dev#1", ask()))
        .isInstanceOf(Stops.Result.Recorded.class);
    assertThat(tagtrail().controls().block("shop", shop().digest(1).toString(), ask()))
        .isInstanceOf(Stops.Result.There.class);
    assertThat(tagtrail().state().status(DEV, false).blocks()).hasSize(1);
    assertThat(tagtrail().moves().rollback(DEV, "#1", ask())).isInstanceOf(Outcome.Refused.class);
    assertThat(
            tagtrail().controls().unblock("shop", shop().digest(1).hex().substring(0, 12), ask()))
        .isInstanceOf(Stops.Result.Recorded.class);
    moved(tagtrail().moves().rollback(DEV, "#1", ask()));
  }

  @Test
  default void an_approval_by_somebody_who_is_not_known_is_refused_with_why() throws Exception {
    promoted(DEV, 1);
    var result =
        tagtrail().controls().approve(DEV, shop().digest(1).toString(), "ann", null, ask());
    assertThat(result)
        .isInstanceOfSatisfying(
            Approving.Result.Refused.class, refused -> assertThat(refused.why()).isNotBlank());
    assertThat(tagtrail().controls().approve(DEV, null, null, null, ask()))
        .isInstanceOf(Approving.Result.Refused.class);
  }

  @Test
  default void the_policy_is_the_active_one() {
    var preview = tagtrail().controls().previewPolicy();
    assertThat(preview.isActive()).isTrue();
    assertThat(preview.loosened()).isEmpty();
    assertThat(tagtrail().controls().applyPolicy(ask())).isEmpty();
  }
}
