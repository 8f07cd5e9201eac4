package io.tagtrail.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.event.Change;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Intent;
import io.tagtrail.core.event.Settlement;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The fold of an alias: what follows is taken, anything else would leave a hole.
class AliasStateTest {
  private static final Alias PROD = Alias.parse("shop/prod");
  private static final Location LOCATION = Location.parse("ghcr.io/acme/shop:prod");
  private static final Instant TIME = Instant.parse("2026-01-31T12:00:00Z");
  private AliasState state = AliasState.empty(PROD);
  private long index;

  private static Descriptor bundle(int n) {
    return new Descriptor("m/n", Digest.of(("b" + n).getBytes(StandardCharsets.UTF_8)), n);
  }

  private static Change change(long sequence, int to, @Nullable Integer from) {
    return new Change(
        sequence,
        LOCATION,
        to < 0 ? null : bundle(to),
        from == null ? null : bundle(from).digest(),
        null,
        null,
        null,
        null);
  }

  private Entry entry(Event.Builder event) {
    return new Entry(index++, event.build().at(TIME.plusMillis(index)));
  }

  private AliasStateTest add(Event.Builder event) {
    state = state.apply(entry(event));
    return this;
  }

  private void isRefused(Event.Builder event, String why) {
    assertThatThrownBy(() -> state.apply(entry(event)))
        .isInstanceOf(BrokenChainException.class)
        .hasMessageContaining(why);
  }

  private static Event.Builder of(EventKind kind) {
    return Event.of(kind, PROD.stream(), "r");
  }

  private static Event.Builder authorise(EventKind kind, Change change) {
    return of(EventKind.AUTHORISATION)
        .intent(new Intent(kind, Intent.Write.SERVER, TIME, TIME))
        .change(change);
  }

  private static Event.Builder close(EventKind kind, long intent, Change change) {
    return of(kind)
        .change(change)
        .settlement(new Settlement(intent, Settlement.How.SETTLED, Settlement.Sent.UNKNOWN));
  }

  @Test
  void a_move_is_authorised_and_then_recorded() {
    add(of(EventKind.ADOPTION).change(change(1, 0, null)))
        .add(authorise(EventKind.PROMOTION, change(2, 1, 0)));
    assertThat(state.intent()).isNotNull();
    assertThat(state.lastSequence()).isEqualTo(2);
    add(close(EventKind.PROMOTION, 1, change(2, 1, 0)));

    assertThat(state.intent()).isNull();
    assertThat(state.governedDigest()).isEqualTo(bundle(1).digest());
    assertThat(state.movedOutside()).isFalse();
    assertThat(state.before()).isNotNull();
  }

  @Test
  void what_does_not_follow_is_refused() {
    add(of(EventKind.ADOPTION).change(change(1, 0, null)));

    isRefused(of(EventKind.OUTSIDE_MOVE).change(change(2, 2, 1)), "was before");
    isRefused(of(EventKind.OUTSIDE_MOVE).change(change(3, 2, 0)), "sequence 3, not 2");
    isRefused(of(EventKind.OUTSIDE_MOVE).change(change(1, 2, 0)), "sequence 1, not 2");
    isRefused(close(EventKind.PROMOTION, 9, change(2, 1, 0)), "not open");
    isRefused(close(EventKind.ABANDONED, 9, change(2, 1, 0)), "not open");
    isRefused(of(EventKind.UNHOLD).stop(new Stop(Stop.Scope.ALL, null, null, 77L)), "not there");
  }

  @Test
  void only_what_was_authorised_closes_an_intent_as_done() {
    add(of(EventKind.ADOPTION).change(change(1, 0, null)))
        .add(authorise(EventKind.PROMOTION, change(2, 1, 0)));

    isRefused(authorise(EventKind.PROMOTION, change(3, 2, 0)), "is open");
    isRefused(close(EventKind.PROMOTION, 1, change(2, 2, 0)), "authorised");
    isRefused(close(EventKind.ROLLBACK, 1, change(2, 1, 0)), "authorised");
    isRefused(close(EventKind.PROMOTION, 1, change(3, 1, 0)), "sequence");
    isRefused(close(EventKind.INDETERMINATE, 1, change(2, 1, 0)), "indeterminate");
  }

  @Test
  void an_indeterminate_outcome_keeps_what_was_there_also_where_nothing_was() {
    add(authorise(EventKind.PROMOTION, change(1, 1, null)))
        .add(close(EventKind.INDETERMINATE, 0, change(1, -1, null)))
        .add(of(EventKind.OUTSIDE_MOVE).change(change(2, 5, null)));

    assertThat(state.isGoverned()).isFalse();
    assertThat(state.movedOutside()).isFalse();
    assertThat(state.observedDigest()).isEqualTo(bundle(5).digest());
    assertThat(state.intent()).isNull();
  }

  @Test
  void the_two_heads_part_with_an_outside_move_and_meet_again_when_it_is_undone() {
    add(of(EventKind.ADOPTION).change(change(1, 0, null)))
        .add(of(EventKind.OUTSIDE_MOVE).change(change(2, -1, 0)));
    assertThat(state.movedOutside()).isTrue();
    assertThat(state.observedDigest()).isNull();
    add(of(EventKind.OUTSIDE_MOVE).change(change(3, 0, null)));

    assertThat(state.movedOutside()).isFalse();
  }

  @Test
  void a_sequence_that_was_abandoned_is_not_given_again() {
    add(of(EventKind.ADOPTION).change(change(1, 0, null)))
        .add(authorise(EventKind.PROMOTION, change(2, 1, 0)))
        .add(close(EventKind.ABANDONED, 1, change(2, 1, 0)));

    isRefused(authorise(EventKind.PROMOTION, change(2, 1, 0)), "sequence");
    add(authorise(EventKind.PROMOTION, change(3, 1, 0)));
    assertThat(state.lastSequence()).isEqualTo(3);
  }

  @Test
  void a_state_is_read_as_it_was_written() {
    add(of(EventKind.ADOPTION).change(change(1, 0, null)))
        .add(of(EventKind.HOLD).stop(new Stop(Stop.Scope.FORWARD, null, TIME, null)))
        .add(of(EventKind.OUTSIDE_MOVE).change(change(2, 4, 0)))
        .add(authorise(EventKind.ROLLBACK, change(3, 0, 4)));

    assertThat(StreamState.decode(PROD.stream(), state.toJson().canonicalBytes())).isEqualTo(state);
  }
}
