package io.tagtrail.core.promotion;

import io.tagtrail.core.event.Change;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Settlement;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Appended;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.policy.Rules.Timing;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.core.registry.RegistryException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sees what a tag resolves to, and records it when somebody moved it without Tagtrail: before
/// anything else, so that no chain ever has a hole.
public final class Observer {
  private static final Duration BETWEEN_READS = Duration.ofMillis(250);
  private static final int LOOK_BACK = 100;

  private final Ledger ledger;
  private final Registry registry;
  private final Time time;
  private final OldAnswers oldAnswers;
  private final EarlierKeepTags earlier;

  public Observer(Ledger ledger, Registry registry, Time time) {
    this.ledger = ledger;
    this.registry = registry;
    this.time = time;
    this.oldAnswers = new OldAnswers(ledger);
    this.earlier = new EarlierKeepTags(ledger, registry);
  }

  /// What came of looking.
  public sealed interface Sighting {
    /// The tag is what the chain says; null where neither has one.
    record AsRecorded(@Nullable Descriptor head) implements Sighting {}

    /// The tag was moved outside; the entries that say so are durable now.
    record MovedOutside(List<Entry> recorded) implements Sighting {}

    /// The ledger moved on while we looked: look again.
    record Overtaken() implements Sighting {}
  }

  /// Looks at the alias's tag and records an outside move. Not for an alias with an unfinished
  /// move: what it shows may be that move, and settling decides.
  ///
  /// A registry may serve an old answer for a while after a write, so an answer that may be old is
  /// read again until the settle time is over.
  public Sighting look(AliasState state, Location location, Timing timing, String request)
      throws InterruptedException {
    var head = registry.head(location.reference());
    if (state.observed() == null) {
      return new Sighting.AsRecorded(head.orElse(null));
    }
    // The changes came before this look, so that an answer cannot be old any more once the settle
    // time has passed from here on: whatever the clocks of those who recorded them were.
    long began = time.nanos();
    for (var until = mayBeOld(state, location, head, timing);
        until.isPresent() && time.nanos() - began < timing.settle().toNanos();
        until = mayBeOld(state, location, head, timing)) {
      time.pause(shorter(BETWEEN_READS, Duration.between(time.now(), until.get())));
      head = registry.head(location.reference());
    }
    if (agrees(state, head)) {
      return new Sighting.AsRecorded(head.orElse(null));
    }
    var again = registry.head(location.reference());
    if (!again.map(Descriptor::digest).equals(head.map(Descriptor::digest))) {
      return new Sighting.Overtaken();
    }
    return record(state, location, head.orElse(null), request);
  }

  /// Until when an answer that differs from the chain's end may be an old one. An outside move to
  /// something else is known at once.
  private Optional<Instant> mayBeOld(
      AliasState state, Location location, Optional<Descriptor> head, Timing timing) {
    if (agrees(state, head)) {
      return Optional.empty();
    }
    var seen = head.map(Descriptor::digest).orElse(null);
    return oldAnswers.until(state.alias(), location, seen, time.now(), timing.settle());
  }

  private Sighting record(
      AliasState state, Location location, @Nullable Descriptor head, String request) {
    var batch = Batch.expecting(state.alias().stream(), state.version());
    outsideMove(state, location, head, state.lastSequence() + 1, request).forEach(batch::add);
    if (head != null) {
      document(location, head).ifPresent(batch::document);
    }
    return switch (ledger.append(batch.build())) {
      case Appended.Committed committed -> new Sighting.MovedOutside(committed.entries());
      case Appended.Conflict conflict -> new Sighting.Overtaken();
    };
  }

  /// The events of an outside move from the chain's end to what was seen.
  List<Event> outsideMove(
      AliasState state,
      Location location,
      @Nullable Descriptor head,
      long sequence,
      String request) {
    var note = note(state, location, head == null ? null : head.digest());
    var change =
        new Change(sequence, location, head, state.observedDigest(), null, null, null, note);
    var events = new ArrayList<Event>();
    events.add(
        Event.of(EventKind.OUTSIDE_MOVE, state.alias().stream(), request).change(change).build());
    if (note == Change.Note.RECOGNISED_BREAK_GLASS && head != null) {
      events.add(
          Event.of(EventKind.BREAK_GLASS, state.alias().stream(), request)
              .subject(head.digest())
              .build());
    }
    return events;
  }

  /// What the move is to be taken for, from what the ledger knows of the bundle that the tag shows
  /// now.
  private Change.@Nullable Note note(AliasState state, Location location, @Nullable Digest seen) {
    if (seen == null) {
      return Change.Note.TAG_DELETED;
    }
    var neverSent = new HashSet<Long>();
    for (var entry : ledger.byBundle(seen, Long.MAX_VALUE, LOOK_BACK)) {
      var event = entry.event();
      if (!state.alias().equals(event.stream().alias())) {
        continue;
      }
      var settlement = event.settlement();
      if (event.kind() == EventKind.ABANDONED
          && settlement != null
          && settlement.sent() == Settlement.Sent.NO) {
        neverSent.add(settlement.intent());
        continue;
      }
      if (neverSent.contains(entry.index())) {
        continue;
      }
      // The newest thing that happened to this bundle here decides.
      switch (event.kind()) {
        case ABANDONED, AUTHORISATION -> {
          return Change.Note.LATE_OWN_WRITE;
        }
        case INDETERMINATE -> {
          // It names two: the bundle that stayed, which we did not write, and the one that may have
          // been live.
          var possible = event.needChange().possible();
          if (possible != null && possible.digest().equals(seen)) {
            return Change.Note.LATE_OWN_WRITE;
          }
        }
        case ADOPTION, PROMOTION, ROLLBACK -> {
          return Change.Note.RECOGNISED_BREAK_GLASS;
        }
        default -> {}
      }
    }
    return isKeptFromBefore(state, location, seen) ? Change.Note.RECOGNISED_BREAK_GLASS : null;
  }

  /// A registry that does not list its tags must not stop the record.
  private boolean isKeptFromBefore(AliasState state, Location location, Digest seen) {
    try {
      return earlier.leadTo(state.alias(), location, seen);
    } catch (RegistryException e) {
      return false;
    }
  }

  /// The manifest of an outside bundle, so that its bytes are kept too. Losing it must not stop the
  /// record.
  Optional<Document> document(Location location, Descriptor head) {
    try {
      return registry
          .fetch(Reference.of(location.repository(), head.digest()))
          .map(manifest -> new Document(manifest.descriptor().mediaType(), manifest.bytes()));
    } catch (RegistryException e) {
      return Optional.empty();
    }
  }

  private static boolean agrees(AliasState state, Optional<Descriptor> head) {
    return Objects.equals(state.observedDigest(), head.map(Descriptor::digest).orElse(null));
  }

  private static Duration shorter(Duration a, Duration b) {
    return b.isNegative() || b.isZero() ? Duration.ofMillis(1) : a.compareTo(b) < 0 ? a : b;
  }
}
