package io.tagtrail.server.rights;

import static io.tagtrail.server.rights.RightsTest.allow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.server.ForbiddenException;
import io.tagtrail.server.PolicyPreview;
import io.tagtrail.server.config.Right;
import io.tagtrail.server.identity.Scope;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What takes a right to stop, to approve, to rule.
final class GuardedControlsTest extends GuardedWorld {
  @Test
  void a_bundle_to_approve_is_not_looked_up_where_the_asker_may_not_read() {
    var approver = List.of(allow("qa", "shop/prod", null, Right.APPROVE));
    assertThatThrownBy(
            () -> guarded(approver, SHOP).controls().approve(PROD, "shop/dev#1", null, null, TYPED))
        .isInstanceOf(ForbiddenException.class)
        .hasMessage("shop/dev is not there, or you may not read it");
    assertThat(recording.calls).isEmpty();
  }

  @Test
  void a_block_takes_the_right_in_every_environment_of_the_application() {
    var dev = allow("dev", "shop/dev", null, Right.BLOCK);
    assertThatThrownBy(
            () -> guarded(List.of(dev), SHOP).controls().block("shop", DIGEST.toString(), TYPED))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("a block is one in every environment");
    assertThatThrownBy(
            () -> guarded(List.of(dev), SHOP).controls().block("blog", DIGEST.toString(), TYPED))
        .hasMessage("blog is not there, or you may not read it");
    assertThatThrownBy(
            () -> guarded(List.of(dev), SHOP).controls().block("none", DIGEST.toString(), TYPED))
        .hasMessage("none is not there, or you may not read it");
    assertThat(recording.calls).isEmpty();
    var all = allow("all", "shop/*", null, Right.BLOCK);
    guarded(List.of(all), SHOP).controls().block("shop", DIGEST.toString(), TYPED);
    assertThat(recording.calls).extracting(Recording.Call::method).containsExactly("block");
  }

  @Test
  void a_looser_policy_is_applied_by_somebody_who_cannot_move_what_it_is_about() {
    recording.answering((name, arguments) ->
        name.equals("previewPolicy")
            ? new PolicyPreview(
                DIGEST, DIGEST, List.of("prod: soak was PT1H, is PT0S"), List.of(), List.of())
            : null);
    var admin = allow("admin", "*/*", null, Right.ADMIN, Right.READ);
    var inProd = allow("prod", "*/prod", null, Right.ROLLBACK);
    assertThatThrownBy(() -> guarded(List.of(admin, inProd), SHOP).controls().applyPolicy(TYPED))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("prod: soak was PT1H")
        .hasMessageContaining("rollback on");
    assertThat(recording.calls).extracting(Recording.Call::method).containsOnly("previewPolicy");
    var token = Identities.workload("acme/shop", new Scope(Set.of("admin"), List.of("*/*")), null);
    assertThatThrownBy(() -> guarded(List.of(admin, inProd), token).controls().applyPolicy(TYPED))
        .as("a token without the right to move does not make a person without it")
        .isInstanceOf(ForbiddenException.class);
    var inDev = allow("dev", "*/dev", null, Right.PROMOTE);
    guarded(List.of(admin, inDev), SHOP).controls().applyPolicy(TYPED);
    assertThat(recording.calls).extracting(Recording.Call::method).contains("applyPolicy");
  }

  @Test
  void what_becomes_looser_without_saying_where_is_taken_to_be_everywhere() {
    for (var sentence : List.of("Something else altogether", "shop/prod: the rule x is gone")) {
      recording.calls.clear();
      recording.answering((name, arguments) ->
          name.equals("previewPolicy")
              ? new PolicyPreview(DIGEST, DIGEST, List.of(sentence), List.of(), List.of())
              : null);
      var grants =
          List.of(
              allow("admin", "*/*", null, Right.ADMIN),
              allow("one", "shop/prod", null, Right.PROMOTE));
      assertThatThrownBy(() -> guarded(grants, SHOP).controls().applyPolicy(TYPED))
          .as(sentence)
          .isInstanceOf(ForbiddenException.class);
    }
  }
}
