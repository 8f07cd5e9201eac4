package io.tagtrail.core.promotion;

import io.tagtrail.core.event.Change;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Settlement;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Appended;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.ledger.OpenIntent;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.core.registry.RegistryException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Gives an outcome to a move that has none, from what the registry shows. It never writes to a
/// registry.
///
/// | the tag is | and | outcome |
/// |---|---|---|
/// | at the target | before the horizon | the event, marked settled (early too: the move was authorised, the tag is there) |
/// | at the target | past the horizon | abandoned, and (but for an adoption or a relocation, which move nothing) an outside move that is consistent with the intent |
/// | at the target, not kept | after deadline and settle time | the same: our PUT comes after the keep-tag |
/// | at the previous | after deadline and settle time | abandoned; the target may have been live for a while |
/// | elsewhere | after deadline and settle time | indeterminate, and an outside move |
public final class Settler {
  private static final int STABLE_READS = 2;
  private static final Duration BETWEEN_READS = Duration.ofMillis(100);

  private final Ledger ledger;
  private final Registry registry;
  private final Time time;
  private final Observer observer;
  private final AfterMove after;

  Settler(Ledger ledger, Registry registry, Time time, Around around) {
    this.after = new AfterMove(around);
    this.ledger = ledger;
    this.registry = registry;
    this.time = time;
    this.observer = new Observer(ledger, registry, time);
  }

  /// What came of settling.
  public sealed interface Settled {
    /// There was nothing to settle.
    record Nothing() implements Settled {}

    /// It has an outcome now: these entries.
    record Closed(List<Entry> entries) implements Settled {}

    /// Somebody else closed it, or the ledger moved on.
    record Overtaken() implements Settled {}

    /// It cannot be settled yet.
    record Open(OpenIntent intent, String why) implements Settled {}
  }

  /// Settles the unfinished move of an alias, if it can be settled now.
  public Settled settle(AliasState state, Rules rules, String request) throws InterruptedException {
    var intent = state.intent();
    if (intent == null) {
      return new Settled.Nothing();
    }
    Optional<Descriptor> seen;
    boolean atTarget;
    boolean kept;
    try {
      seen = stableRead(intent);
      atTarget = digest(seen).equals(Optional.of(intent.target().digest()));
      kept = atTarget && isKept(intent);
    } catch (RegistryException e) {
      return new Settled.Open(intent, "the registry cannot be read: " + e.getMessage());
    }
    var now = time.now();
    boolean due = !now.isBefore(intent.settleAfter());
    // An adoption and a relocation move nothing that a chain already tells of.
    boolean leavesNoTrace =
        intent.kind() == EventKind.ADOPTION || intent.kind() == EventKind.RELOCATION;
    if (kept && (due || provesEarly(state, intent, rules, now))) {
      if (!now.isAfter(intent.authorised().plus(rules.timing().horizon()))) {
        return close(
            state, List.of(done(intent, Settlement.How.SETTLED, Settlement.Sent.UNKNOWN)), rules);
      }
      return leavesNoTrace
          ? close(state, List.of(abandoned(state, intent, request)), null)
          : close(state, consistent(state, intent, seen.get(), request), null);
    }
    if (!due) {
      return new Settled.Open(
          intent, "its write may still land; it can be settled after " + intent.settleAfter());
    }
    var observed = state.observedDigest();
    var digest = seen.map(Descriptor::digest).orElse(null);
    if (leavesNoTrace || Objects.equals(digest, observed)) {
      return close(state, List.of(abandoned(state, intent, request)), null);
    }
    if (atTarget) {
      return close(state, consistent(state, intent, seen.get(), request), null);
    }
    return close(state, elsewhere(state, intent, seen.orElse(null), request), null);
  }

  /// Closes an unfinished move without waiting for its outcome, for a rollback: both possible
  /// outcomes are recorded.
  Settled supersede(AliasState state, String request) {
    var intent = state.intent();
    if (intent == null) {
      return new Settled.Nothing();
    }
    var event =
        indeterminate(state, intent, Change.Note.SUPERSEDED, Settlement.How.SUPERSEDED, request);
    return close(state, List.of(event), null);
  }

  /// Closes an intent whose own mover knows that its PUT was not sent, or was refused.
  Settled abandonUnsent(AliasState state, OpenIntent intent, String request) {
    var event =
        closing(
                EventKind.ABANDONED,
                state,
                intent,
                Settlement.How.READ_BACK,
                Settlement.Sent.NO,
                request)
            .change(change(state, intent, intent.target(), null, null))
            .build();
    return close(state, List.of(event), null);
  }

  /// Closes an intent that its own mover gives up. Whether it sent something after all is only its
  /// word: a late write is still taken for its own.
  Settled giveUp(AliasState state, OpenIntent intent, String request) {
    var event =
        closing(
                EventKind.ABANDONED,
                state,
                intent,
                Settlement.How.READ_BACK,
                Settlement.Sent.UNKNOWN,
                request)
            .change(change(state, intent, intent.target(), null, null))
            .build();
    return close(state, List.of(event), null);
  }

  /// Closes an intent with the event of the move, which was seen to have happened.
  Settled finish(
      AliasState state, OpenIntent intent, Settlement.How how, Settlement.Sent sent, Rules rules) {
    return close(state, List.of(done(intent, how, sent)), rules);
  }

  /// The event of a move that was seen to have happened.
  ///
  /// @param how whether the mover itself read it back
  Event done(OpenIntent intent, Settlement.How how, Settlement.Sent sent) {
    var authorisation = authorisation(intent);
    return Event.of(intent.kind(), authorisation.stream(), authorisation.request())
        .from(authorisation)
        .change(authorisation.needChange())
        .settlement(new Settlement(intent.index(), how, sent))
        .build();
  }

  /// Whether the target at the tag proves that the move was made while its mover may still be at
  /// it. It does not where the tag showed the target from the start (an adoption, a relocation, a
  /// move to what was moved there outside), nor while the answer may be an old one, of before the
  /// change that the chain ends with.
  private static boolean provesEarly(
      AliasState state, OpenIntent intent, Rules rules, Instant now) {
    boolean fromTheStart =
        intent.kind() == EventKind.ADOPTION
            || intent.target().digest().equals(state.observedDigest());
    return !fromTheStart && !now.isBefore(Writer.oldUntil(state, rules.timing()));
  }

  /// A move is done only when its bundle is kept. The keep-tag comes before the PUT: where it is
  /// not there, the tag was moved by somebody else.
  boolean isKept(OpenIntent intent) {
    return digest(registry.head(intent.location().keep(intent.sequence()).reference()))
        .equals(Optional.of(intent.target().digest()));
  }

  /// The tag is at the target, and it cannot be said that this intent brought it there.
  private List<Event> consistent(
      AliasState state, OpenIntent intent, Descriptor seen, String request) {
    var outside =
        new Change(
            state.lastSequence() + 1,
            intent.location(),
            seen,
            state.observedDigest(),
            null,
            null,
            null,
            Change.Note.LATE_OWN_WRITE);
    return List.of(
        abandoned(state, intent, request),
        Event.of(EventKind.OUTSIDE_MOVE, state.alias().stream(), request).change(outside).build());
  }

  private List<Event> elsewhere(
      AliasState state, OpenIntent intent, @Nullable Descriptor seen, String request) {
    var events = new ArrayList<Event>();
    events.add(indeterminate(state, intent, null, Settlement.How.SETTLED, request));
    events.addAll(
        observer.outsideMove(state, intent.location(), seen, state.lastSequence() + 1, request));
    return events;
  }

  private Event abandoned(AliasState state, OpenIntent intent, String request) {
    return closing(
            EventKind.ABANDONED,
            state,
            intent,
            Settlement.How.SETTLED,
            Settlement.Sent.UNKNOWN,
            request)
        .change(change(state, intent, intent.target(), possible(intent), null))
        .build();
  }

  private Event indeterminate(
      AliasState state,
      OpenIntent intent,
      Change.@Nullable Note note,
      Settlement.How how,
      String request) {
    var observed = state.observed();
    return closing(EventKind.INDETERMINATE, state, intent, how, Settlement.Sent.UNKNOWN, request)
        .change(
            change(
                state, intent, observed == null ? null : observed.bundle(), possible(intent), note))
        .build();
  }

  private Event.Builder closing(
      EventKind kind,
      AliasState state,
      OpenIntent intent,
      Settlement.How how,
      Settlement.Sent sent,
      String request) {
    return Event.of(kind, state.alias().stream(), request)
        .facts(authorisation(intent).facts())
        .settlement(new Settlement(intent.index(), how, sent));
  }

  private static Change change(
      AliasState state,
      OpenIntent intent,
      @Nullable Descriptor bundle,
      Change.@Nullable Possible possible,
      Change.@Nullable Note note) {
    return new Change(
        intent.sequence(),
        intent.location(),
        bundle,
        state.observedDigest(),
        null,
        null,
        possible,
        note);
  }

  private Change.Possible possible(OpenIntent intent) {
    return new Change.Possible(intent.target().digest(), intent.authorised(), time.now());
  }

  private Event authorisation(OpenIntent intent) {
    return ledger
        .entry(intent.index())
        .map(Entry::event)
        .orElseThrow(
            () -> new IllegalStateException("entry " + intent.index() + " is not in the ledger"));
  }

  private Settled close(AliasState state, List<Event> events, @Nullable Rules rules) {
    var batch = Batch.expecting(state.alias().stream(), state.version());
    for (var event : events) {
      batch.add(event, rules == null ? Set.of() : after.tasks(rules, event));
    }
    return switch (ledger.append(batch.build())) {
      case Appended.Committed committed -> new Settled.Closed(committed.entries());
      case Appended.Conflict conflict -> new Settled.Overtaken();
    };
  }

  /// Reads until two answers in a row agree, a few times at most.
  private Optional<Descriptor> stableRead(OpenIntent intent) throws InterruptedException {
    var last = registry.head(intent.location().reference());
    int same = 1;
    for (int reads = 1; same < STABLE_READS; reads++) {
      time.pause(BETWEEN_READS);
      var next = registry.head(intent.location().reference());
      same = digest(next).equals(digest(last)) ? same + 1 : 1;
      last = next;
      if (reads > 10) {
        throw new RegistryException(
            RegistryException.Kind.LYING,
            RegistryException.Applied.NO,
            0,
            intent.location() + " keeps changing: its answers do not agree with one another",
            null);
      }
    }
    return last;
  }

  private static Optional<Digest> digest(Optional<Descriptor> head) {
    return head.map(Descriptor::digest);
  }
}
