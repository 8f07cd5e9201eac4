package io.tagtrail.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.event.Approval;
import io.tagtrail.core.event.Change;
import io.tagtrail.core.event.Decision;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Intent;
import io.tagtrail.core.event.Settlement;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What the fold makes of approvals: given, used once, dropped, owed, paid.
class PendingTest {
  private static final Alias PROD = Alias.parse("shop/prod");
  private static final Location LOCATION = Location.parse("ghcr.io/acme/shop:prod");
  private static final Instant TIME = Instant.parse("2026-01-31T12:00:00Z");
  private AliasState state = AliasState.empty(PROD);
  private long index;

  private static Descriptor bundle(int n) {
    return new Descriptor("m/n", Digest.of(("b" + n).getBytes(StandardCharsets.UTF_8)), n);
  }

  private static Event.Builder of(EventKind kind) {
    return Event.of(kind, PROD.stream(), "request");
  }

  private void add(Event.Builder event) {
    var entry = new Entry(index++, event.build().at(TIME.plusSeconds(index)));
    state = state.apply(entry);
    // Whatever is kept of it is read back as it was.
    assertThat(StreamState.decode(PROD.stream(), state.toJson().canonicalBytes())).isEqualTo(state);
  }

  private static Change change(long sequence, int to, @Nullable Integer from) {
    var before = from == null ? null : bundle(from).digest();
    return new Change(sequence, LOCATION, bundle(to), before, null, null, null, null);
  }

  private static Approval approval(
      int bundle, @Nullable Integer over, @Nullable Long entry, @Nullable Instant expires) {
    return new Approval(
        entry,
        FactStatus.VERIFIED,
        bundle(100).digest(),
        bundle(bundle).digest(),
        over == null ? null : bundle(over).digest(),
        expires,
        bundle(101).digest(),
        bundle(102).digest(),
        List.of("qa"));
  }

  private void approve(int bundle, @Nullable Integer over) {
    add(of(EventKind.APPROVAL).approvals(List.of(approval(bundle, over, null, null))));
  }

  private static Event.Builder authorisation(long sequence, int to, int from, Approval... uses) {
    var intent = new Intent(EventKind.PROMOTION, Intent.Write.SERVER, TIME, TIME);
    return of(EventKind.AUTHORISATION)
        .intent(intent)
        .change(change(sequence, to, from))
        .approvals(List.of(uses));
  }

  private static Settlement closes(long intent) {
    return new Settlement(intent, Settlement.How.READ_BACK, Settlement.Sent.YES);
  }

  private void adopted() {
    add(of(EventKind.ADOPTION).change(change(1, 0, null)));
  }

  @Test
  void an_approval_is_pending_under_its_own_entry() {
    adopted();
    approve(1, 0);

    assertThat(state.approvals()).containsExactly(approval(1, 0, 1L, null));
  }

  @Test
  void an_authorisation_uses_it_and_nobody_uses_it_again() {
    adopted();
    approve(1, 0);
    add(authorisation(2, 1, 0, approval(1, 0, 1L, null)));
    assertThat(state.approvals()).isEmpty();
    add(of(EventKind.ABANDONED).change(change(2, 1, 0)).settlement(closes(2)));

    assertThatThrownBy(() -> add(authorisation(3, 1, 0, approval(1, 0, 1L, null))))
        .isInstanceOf(BrokenChainException.class)
        .hasMessageContaining("uses the approval of entry 1");
  }

  @Test
  void one_authorisation_does_not_use_it_twice() {
    adopted();
    approve(1, 0);
    var once = approval(1, 0, 1L, null);

    assertThatThrownBy(() -> add(authorisation(2, 1, 0, once, once)))
        .isInstanceOf(BrokenChainException.class);
  }

  @Test
  void it_is_used_for_its_own_bundle_as_it_was_given() {
    adopted();
    approve(1, 0);

    assertThatThrownBy(() -> add(authorisation(2, 2, 0, approval(1, 0, 1L, null))))
        .isInstanceOf(BrokenChainException.class);
    assertThatThrownBy(() -> add(authorisation(2, 1, 0, approval(1, 0, 1L, TIME))))
        .isInstanceOf(BrokenChainException.class);
    assertThatThrownBy(() -> add(authorisation(2, 1, 0, approval(1, 0, 7L, null))))
        .isInstanceOf(BrokenChainException.class);
  }

  @Test
  void whatever_changes_the_alias_drops_it() {
    adopted();
    approve(1, 0);
    add(of(EventKind.OUTSIDE_MOVE).change(change(2, 5, 0)));

    assertThat(state.approvals()).isEmpty();
  }

  @Test
  void what_expired_is_gone_when_the_next_one_comes_and_there_are_never_too_many() {
    adopted();
    add(of(EventKind.APPROVAL).approvals(List.of(approval(1, 0, null, TIME))));
    approve(2, 0);
    assertThat(state.approvals()).hasSize(1);
    for (int i = 0; i < 100; i++) {
      approve(3, 0);
    }

    assertThat(state.approvals()).hasSize(64);
    assertThat(state.approvals().getLast().entry()).isEqualTo(index - 1);
  }

  @Test
  void a_rollback_past_approvals_owes_one_until_it_is_paid_once() {
    adopted();
    var intent = new Intent(EventKind.ROLLBACK, Intent.Write.SERVER, TIME, TIME);
    var past = new Decision(bundle(101).digest(), List.of(), List.of("approvals", "freeze"));
    add(of(EventKind.AUTHORISATION).intent(intent).change(change(2, 1, 0)).decision(past));
    assertThat(state.owes()).isEmpty();
    add(of(EventKind.ROLLBACK).change(change(2, 1, 0)).settlement(closes(1)).decision(past));
    assertThat(state.owes()).containsExactly(2L);

    assertThatThrownBy(
            () -> add(of(EventKind.APPROVAL).approvals(List.of(approval(1, 0, 1L, null)))))
        .isInstanceOf(BrokenChainException.class)
        .hasMessageContaining("owes nothing");
    add(of(EventKind.APPROVAL).approvals(List.of(approval(1, 0, 2L, null))));
    assertThat(state.owes()).isEmpty();
    assertThat(state.approvals()).isEmpty();
  }

  @Test
  void a_state_that_was_kept_before_there_were_approvals_is_read() {
    adopted();
    var text = state.toJson().canonical();

    assertThat(text).doesNotContain("approvals", "owes");
    assertThat(StreamState.decode(PROD.stream(), text.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(state);
  }
}
