package io.tagtrail.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.ledger.Appended;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.BrokenChainException;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.StreamState;
import io.tagtrail.core.ledger.TaskKind;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Stream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What [Ledger#append] promises; the ground under `LedgerContract`.
abstract class AppendContract {
  static final Alias PROD = Alias.parse("shop/prod");
  static final Alias DEV = Alias.parse("shop/dev");
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  final SetClock clock = new SetClock(START);
  private @Nullable Ledger opened;
  private final List<Ledger> others = new ArrayList<>();

  /// A handle on the ledger in this folder. The first call for a folder makes the ledger; more
  /// calls give more handles on the same one, as other processes would have them.
  protected abstract Ledger open(Path folder, InstantSource clock);

  @BeforeEach
  final void openLedger() {
    opened = open(folder, clock);
  }

  @AfterEach
  final void closeLedgers() {
    ledger().close();
    others.forEach(Ledger::close);
  }

  final Ledger ledger() {
    return Objects.requireNonNull(opened);
  }

  /// One more handle on the same ledger; closed after the test.
  final Ledger another(InstantSource otherClock) {
    var ledger = open(folder, otherClock);
    others.add(ledger);
    return ledger;
  }

  final Story story() {
    return new Story(ledger());
  }

  static Batch one(Event event, long version) {
    return Batch.expecting(event.stream(), version).add(event).build();
  }

  @Test
  void a_new_ledger_is_empty() {
    var head = ledger().head();
    assertThat(head.size()).isZero();
    assertThat(head.root()).isEqualTo(Digest.of(new byte[0]));
    assertThat(head.time()).isEqualTo(Instant.EPOCH);
    assertThat(head.origin()).isNotBlank();
    assertThat(ledger().alias(PROD)).isEqualTo(StreamState.empty(PROD.stream()));
    assertThat(ledger().policy().version()).isEqualTo(StreamState.NEVER);
    assertThat(ledger().aliases()).isEmpty();
    assertThat(ledger().entries(0, 10)).isEmpty();
    assertThat(ledger().entry(0)).isEmpty();
    assertThat(ledger().entry(-1)).isEmpty();
    assertThat(ledger().pending()).isZero();
  }

  @Test
  void what_was_appended_is_what_is_read() {
    story().adopt(PROD, 1).promote(PROD, 2);
    var entries = ledger().entries(0, 10);
    assertThat(entries).extracting(Entry::index).containsExactly(0L, 1L, 2L);
    assertThat(entries)
        .extracting(e -> e.event().kind())
        .containsExactly(EventKind.ADOPTION, EventKind.AUTHORISATION, EventKind.PROMOTION);
    for (var entry : entries) {
      assertThat(ledger().entry(entry.index())).contains(entry);
    }
    assertThat(ledger().entries(1, 1)).containsExactly(entries.get(1));
    assertThat(ledger().entries(3, 10)).isEmpty();
    assertThat(ledger().head().size()).isEqualTo(3);
    assertThat(ledger().head().time()).isEqualTo(entries.getLast().event().time());
  }

  @Test
  void the_answer_holds_the_entries_as_they_are_kept() {
    var first = Events.adoption(ledger().alias(PROD), Events.bundle(1)).build();
    var second = Events.hold(PROD, Stop.Scope.ALL, null).build();
    var batch = Batch.expecting(PROD.stream(), StreamState.NEVER).add(first).add(second).build();
    var entries = new Story(ledger()).committed(batch);
    assertThat(entries).isEqualTo(ledger().entries(0, 10)).hasSize(2);
    assertThat(entries.getFirst().event()).isEqualTo(first.at(START));
    assertThat(entries.getLast().event()).isEqualTo(second.at(START.plusMillis(1)));
    assertThat(ledger().alias(PROD).version()).isEqualTo(1);
  }

  @Test
  void time_never_stands_still_and_never_goes_back() {
    story().adopt(PROD, 1).promote(PROD, 2);
    clock.set(START.minus(Duration.ofDays(3)));
    story().promote(PROD, 3);
    clock.set(START.plusSeconds(60).plusNanos(1_999_999));
    story().promote(PROD, 4);
    assertThat(ledger().entries(0, 10))
        .extracting(e -> Duration.between(START, e.event().time()).toMillis())
        .containsExactly(0L, 1L, 2L, 3L, 4L, 60_001L, 60_002L);
  }

  @Test
  void a_stream_at_another_version_is_a_conflict_that_names_it() {
    story().adopt(PROD, 1);
    var before = ledger().head();
    var event = Events.outsideMove(ledger().alias(PROD), Events.bundle(2)).build();
    assertThat(ledger().append(one(event, StreamState.NEVER)))
        .isEqualTo(new Appended.Conflict(PROD.stream(), StreamState.NEVER, 0));
    assertThat(ledger().head()).isEqualTo(before);
    assertThat(ledger().append(one(event, 0))).isInstanceOf(Appended.Committed.class);
  }

  @Test
  void a_stream_that_no_event_touches_is_compared_too() {
    story().adopt(PROD, 1).add(Events.policyChange(Events.POLICY).build());
    var event = Events.outsideMove(ledger().alias(PROD), Events.bundle(2)).build();
    var batch =
        Batch.expecting(PROD.stream(), 0)
            .expect(Stream.LEDGER, StreamState.NEVER)
            .add(event)
            .build();
    assertThat(ledger().append(batch))
        .isEqualTo(new Appended.Conflict(Stream.LEDGER, StreamState.NEVER, 1));
    assertThat(ledger().alias(PROD).version()).isZero();
  }

  @Test
  void an_event_that_does_not_follow_takes_its_whole_batch_with_it() {
    story().adopt(PROD, 1);
    var before = ledger().head();
    var state = ledger().alias(PROD);
    var good = Events.outsideMove(state, Events.bundle(2)).build();
    var broken = Events.outsideMove(state, Events.bundle(3)).build();
    var batch =
        Batch.expecting(PROD.stream(), 0)
            .add(good, TaskKind.ATTACH)
            .add(broken)
            .document(Events.manifest(2))
            .build();
    assertThatThrownBy(() -> ledger().append(batch))
        .isInstanceOf(BrokenChainException.class)
        .hasMessageContaining("entry 2");
    assertThat(ledger().head()).isEqualTo(before);
    assertThat(ledger().alias(PROD)).isEqualTo(state);
    assertThat(ledger().entries(1, 10)).isEmpty();
    assertThat(ledger().history(PROD.stream(), Long.MAX_VALUE, 10)).hasSize(1);
    assertThat(ledger().document(Events.digest(2))).isEmpty();
    assertThat(ledger().pending()).isZero();
  }

  @Test
  void an_event_that_is_wider_than_an_entry_is_refused_and_the_next_one_is_not() {
    story().adopt(PROD, 1);
    var before = ledger().head();
    var wide = Wide.event(PROD);
    assertThat(wide.toJson().canonicalBytes().length).isGreaterThan(Event.MAX_BYTES);
    assertThatThrownBy(() -> ledger().append(one(wide, 0)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("65535");
    assertThat(ledger().head()).isEqualTo(before);
    story().promote(PROD, 2);
    assertThat(ledger().alias(PROD).governedDigest()).isEqualTo(Events.digest(2));
  }

  @Test
  void a_batch_over_several_streams_is_one() {
    var batch =
        Batch.expecting(PROD.stream(), StreamState.NEVER)
            .expect(DEV.stream(), StreamState.NEVER)
            .expect(Stream.application("shop"), StreamState.NEVER)
            .add(Events.adoption(ledger().alias(PROD), Events.bundle(1)).build())
            .add(Events.block("shop", Events.digest(9)).build())
            .add(Events.adoption(ledger().alias(DEV), Events.bundle(2)).build())
            .build();
    new Story(ledger()).committed(batch);
    assertThat(ledger().alias(PROD).version()).isZero();
    assertThat(ledger().application("shop").version()).isEqualTo(1);
    assertThat(ledger().alias(DEV).version()).isEqualTo(2);
    assertThat(ledger().aliases()).containsExactly(DEV, PROD);
  }

  @Test
  void another_handle_sees_what_was_committed_and_goes_on_from_there() {
    story().adopt(PROD, 1);
    var other = another(clock);
    assertThat(other.head()).isEqualTo(ledger().head());
    new Story(other).promote(PROD, 2);
    assertThat(ledger().head()).isEqualTo(other.head());
    story().promote(PROD, 3);
    assertThat(other.alias(PROD)).isEqualTo(ledger().alias(PROD));
    assertThat(other.entries(0, 10)).isEqualTo(ledger().entries(0, 10)).hasSize(5);
  }

  @Test
  void everything_is_there_after_it_was_closed_and_opened_again() {
    story().adopt(PROD, 1).promote(PROD, 2).authorise(PROD, EventKind.PROMOTION, 3);
    var head = ledger().head();
    var state = ledger().alias(PROD);
    var again = another(clock);
    ledger().close();
    assertThat(again.head()).isEqualTo(head);
    assertThat(again.alias(PROD)).isEqualTo(state);
    new Story(again).close(PROD);
    assertThat(again.alias(PROD).governedDigest()).isEqualTo(Events.digest(3));
  }

  @Test
  void a_closed_handle_says_so() {
    ledger().close();
    assertThatThrownBy(() -> ledger().head())
        .isInstanceOfSatisfying(
            LedgerException.class,
            e -> assertThat(e.kind()).isEqualTo(LedgerException.Kind.UNAVAILABLE));
    var event = Events.hold(PROD, Stop.Scope.ALL, null).build();
    assertThatThrownBy(() -> ledger().append(one(event, StreamState.NEVER)))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("closed");
    ledger().close();
  }

  @Test
  void a_negative_number_of_results_is_refused() {
    assertThatThrownBy(() -> ledger().entries(0, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ledger().history(PROD.stream(), 1, -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(ledger().history(PROD.stream(), Long.MAX_VALUE, 0)).isEmpty();
  }
}
