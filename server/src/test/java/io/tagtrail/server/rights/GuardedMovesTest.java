package io.tagtrail.server.rights;

import static io.tagtrail.server.rights.RightsTest.allow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.promotion.Powers;
import io.tagtrail.server.ForbiddenException;
import io.tagtrail.server.Told;
import io.tagtrail.server.config.Right;
import io.tagtrail.testkit.ledger.Events;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What takes a right to move.
final class GuardedMovesTest extends GuardedWorld {
  @Test
  void past_admission_and_overrides_need_their_own_rights() throws Exception {
    var override = TYPED.with(Powers.NONE.overriding(List.of("soak")));
    var mover = allow("movers", "*/*", null, Right.ROLLBACK, Right.PROMOTE);
    assertThatThrownBy(
            () -> guarded(List.of(mover), SHOP).moves().promote(PROD, ":x", false, override))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("override on shop/prod is not allowed to you");
    assertThatThrownBy(() -> guarded(List.of(mover), SHOP).moves().promote(PROD, ":x", true, TYPED))
        .as("letting an older one through is an override too")
        .isInstanceOf(ForbiddenException.class);
    assertThat(recording.calls).isEmpty();

    var more = allow("more", "*/*", null, Right.OVERRIDE, Right.ROLLBACK_PAST_ADMISSION);
    guarded(List.of(mover, more), SHOP).moves().promote(PROD, ":x", true, override);
    assertThat(asked().powers()).isEqualTo(new Powers(true, List.of("soak"), List.of(), false));
  }

  @Test
  void whoever_may_promote_does_not_call_off_a_rollback() throws Exception {
    recording.answering((name, arguments) ->
        name.equals("entry")
            ? Optional.of(
                new Told(
                    new Entry(
                        7,
                        Events.authorisation(AliasState.empty(PROD), EventKind.ROLLBACK, 1, NOW)
                            .build()),
                    null,
                    null,
                    false))
            : null);
    var promoter = List.of(allow("ci", "shop/*", null, Right.PROMOTE));
    assertThatThrownBy(() -> guarded(promoter, SHOP).moves().cancel(PROD, 7, TYPED))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("rollback on shop/prod is not allowed");
    assertThat(recording.calls).extracting(Recording.Call::method).containsExactly("entry");
    var oncall = List.of(allow("sre", "shop/*", null, Right.ROLLBACK));
    guarded(oncall, SHOP).moves().cancel(PROD, 7, TYPED);
    assertThat(recording.calls).extracting(Recording.Call::method).contains("cancel");
  }

  @Test
  void a_server_reads_no_folder_and_copies_from_no_registry_that_is_not_its_own() throws Exception {
    var grants = List.of(allow("all", "shop/*", null, Right.PROMOTE));
    assertThatThrownBy(
            () -> guarded(grants, SHOP).moves().promote(PROD, "oci-layout:/etc", false, TYPED))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() ->
            guarded(grants, SHOP)
                .moves()
                .promote(PROD, "169.254.169.254/latest/meta-data:x", false, TYPED))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("not copied from 169.254.169.254/latest/meta-data");
    assertThatThrownBy(() -> guarded(grants, SHOP).moves().promote(PROD, "blog/prod", false, TYPED))
        .hasMessage("blog/prod is not there, or you may not read it");
    assertThat(recording.calls).isEmpty();
    for (var source :
        List.of(":1.4.1", "@" + DIGEST, DIGEST.toString(), "shop/dev", "ghcr.io/acme/shop:1")) {
      recording.calls.clear();
      guarded(grants, SHOP).moves().promote(PROD, source, false, TYPED);
      assertThat(recording.calls).as(source).hasSize(1);
    }
  }

  @Test
  void what_is_typed_about_a_run_is_a_claim_and_counts_only_where_the_token_says_nothing()
      throws Exception {
    var alice = Identities.person("alice", "release-managers");
    guarded(List.of(allow("all", "*/*", null, Right.ROLLBACK)), alice)
        .moves()
        .rollback(PROD, null, TYPED);
    var ask = asked();
    assertThat(ask.mover()).isEqualTo(alice.mover());
    assertThat(ask.person()).isEqualTo("alice");
    assertThat(ask.pipeline().status()).isEqualTo(FactStatus.CLAIMED);
    assertThat(ask.pipeline().id()).isEqualTo("1");
    assertThat(ask.powers())
        .as("past admission only with the right; groups of the token")
        .isEqualTo(new Powers(false, List.of(), List.of("release-managers"), true, "person-alice"));
    assertThat(ask.reason()).isEqualTo("why not");
    assertThat(ask.idempotencyKey()).isEqualTo("key-1");
    assertThat(ask.expect()).isEqualTo(DIGEST);
    assertThat(ask.request()).isEqualTo("request-1");
  }
}
