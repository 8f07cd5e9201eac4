package io.tagtrail.core.promotion;

import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Intent;
import io.tagtrail.core.event.Settlement;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.ledger.OpenIntent;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.registry.CopyReport;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.core.registry.RegistryException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Ends a move that its asker writes with its own right (`write: caller`), by what the registry
/// shows and never by the asker's word alone. It writes to no registry. What nobody confirms is
/// settled like any other unfinished move.
final class Confirming {
  private static final Duration BETWEEN_READS = Duration.ofMillis(200);
  private static final int PAGE = 100;

  private final Ledger ledger;
  private final Registry registry;
  private final Time time;
  private final Step.Listener steps;
  private final Settler settler;
  private final Answers answers;
  private final OldAnswers oldAnswers;

  Confirming(Ledger ledger, Registry registry, Time time, Step.Listener steps, Settler settler) {
    this.ledger = ledger;
    this.registry = registry;
    this.time = time;
    this.steps = steps;
    this.settler = settler;
    this.answers = new Answers(ledger);
    this.oldAnswers = new OldAnswers(ledger);
  }

  /// Reads the tag back, with patience, and records the move.
  Outcome confirm(Alias alias, Rules rules, long index, String request)
      throws InterruptedException {
    long until = time.nanos() + rules.timing().patience().toNanos();
    while (true) {
      var state = ledger.alias(alias);
      var intent = state.intent();
      if (intent == null || intent.index() != index) {
        return closed(state, index);
      }
      if (!isCallers(intent)) {
        return new Outcome.Unfinished(intent, false, "Tagtrail itself writes this move");
      }
      var seen = look(state, intent, rules);
      if (seen instanceof Seen.Done done) {
        var finished = finish(state, intent, rules, done.sent());
        if (finished.isPresent()) {
          return finished.get();
        }
        continue;
      }
      boolean old = seen instanceof Seen.MayBeOld;
      var why =
          seen instanceof Seen.NotYet not
              ? not.why()
              : "the registry may still answer with what was before the last change";
      if (!time.now().isBefore(intent.settleAfter())) {
        return settled(state, intent, rules, request, why);
      }
      // An old answer gets no older than the settle time: that is waited for.
      if (!old && time.nanos() - until >= 0) {
        return new Outcome.Unfinished(intent, true, why + "; confirm again");
      }
      time.pause(BETWEEN_READS);
    }
  }

  /// Gives a move up; where the tag shows that it was made, it is recorded as made.
  Outcome cancel(Alias alias, Rules rules, long index, String request) throws InterruptedException {
    while (true) {
      var state = ledger.alias(alias);
      var intent = state.intent();
      if (intent == null || intent.index() != index) {
        return closed(state, index);
      }
      if (!isCallers(intent)) {
        return new Outcome.Unfinished(intent, false, "Tagtrail itself writes this move");
      }
      Optional<Outcome> answer =
          switch (look(state, intent, rules)) {
            case Seen.Done done when done.sent() == Settlement.Sent.YES ->
                finish(state, intent, rules, done.sent());
            case Seen.NotYet not when not.mayBeMade() ->
                Optional.of(new Outcome.Unfinished(intent, true, not.why()));
            case Seen.MayBeOld old ->
                Optional.of(
                    new Outcome.Unfinished(
                        intent, true, "the tag shows the bundle of this move: confirm it"));
            default -> giveUp(state, intent, request);
          };
      if (answer.isPresent()) {
        return answer.get();
      }
    }
  }

  /// The same request again, of the same asker, while its move waits to be written: the answer may
  /// have got lost.
  Optional<Outcome> authorisedAgain(MoveRequest request, AliasState state, OpenIntent intent) {
    var event = authorisation(intent);
    var key = RequestKeys.of(request, intent.target().digest());
    boolean same =
        isCallers(intent)
            && key != null
            && key.equals(event.key())
            && time.now().isBefore(intent.deadline())
            && answers.samePerson(request, event);
    return same
        ? ledger
            .document(intent.target().digest())
            .map(kept ->
                new Outcome.Authorised(
                    intent,
                    intent.location().keep(intent.sequence()),
                    Manifest.of(kept.mediaType(), kept.bytes()),
                    previous(state, intent)))
        : Optional.empty();
  }

  /// A relocation's tag is at a place of which the chain says nothing.
  private static @Nullable Digest previous(AliasState state, OpenIntent intent) {
    return intent.kind() == EventKind.RELOCATION ? null : state.observedDigest();
  }

  private sealed interface Seen {
    /// The move was made.
    ///
    /// @param sent NO where there was nothing to write but the keep-tag
    record Done(Settlement.Sent sent) implements Seen {}

    /// It shows, and may be an old answer: it was there a moment ago.
    record MayBeOld() implements Seen {}

    /// It does not show.
    ///
    /// @param mayBeMade whether it may have been made all the same
    record NotYet(String why, boolean mayBeMade) implements Seen {}
  }

  private Seen look(AliasState state, OpenIntent intent, Rules rules) {
    try {
      var head = registry.head(intent.location().reference()).map(Descriptor::digest);
      var target = intent.target().digest();
      boolean atTarget = head.equals(Optional.of(target));
      if (!atTarget) {
        return new Seen.NotYet(
            "%s resolves to %s"
                .formatted(intent.location(), head.map(Digest::shortHex).orElse("nothing")),
            false);
      }
      boolean nothingToWrite =
          intent.kind() == EventKind.ADOPTION
              || (intent.kind() != EventKind.RELOCATION && target.equals(state.observedDigest()));
      if (!settler.isKept(intent)) {
        return new Seen.NotYet(
            "%s is not there: tag the bundle so too"
                .formatted(intent.location().keep(intent.sequence())),
            !nothingToWrite);
      }
      if (time.now().isAfter(intent.authorised().plus(rules.timing().horizon()))) {
        return new Seen.NotYet("the move is too old to be taken for what the tag shows", true);
      }
      // What the caller says is no proof against an old answer.
      var settle = rules.timing().settle();
      if (!nothingToWrite
          && oldAnswers
              .until(state.alias(), intent.location(), target, time.now(), settle)
              .isPresent()) {
        return new Seen.MayBeOld();
      }
      return new Seen.Done(nothingToWrite ? Settlement.Sent.NO : Settlement.Sent.YES);
    } catch (RegistryException e) {
      return new Seen.NotYet("the registry cannot be read: " + e.getMessage(), true);
    }
  }

  private Optional<Outcome> finish(
      AliasState state, OpenIntent intent, Rules rules, Settlement.Sent sent) {
    steps.reached(Step.READ_BACK);
    boolean inTime = time.now().isBefore(intent.settleAfter());
    var settled =
        settler.finish(
            state,
            intent,
            inTime ? Settlement.How.READ_BACK : Settlement.How.SETTLED,
            inTime ? sent : Settlement.Sent.UNKNOWN,
            rules);
    if (settled instanceof Settler.Settled.Closed closed) {
      steps.reached(Step.COMMITTED);
      return Optional.of(new Outcome.Moved(closed.entries().getFirst(), CopyReport.NOTHING));
    }
    return Optional.empty();
  }

  private Optional<Outcome> giveUp(AliasState state, OpenIntent intent, String request) {
    return settler.giveUp(state, intent, request) instanceof Settler.Settled.Closed closed
        ? Optional.of(new Outcome.Cancelled(closed.entries().getFirst()))
        : Optional.empty();
  }

  private Outcome settled(
      AliasState state, OpenIntent intent, Rules rules, String request, String why)
      throws InterruptedException {
    return switch (settler.settle(state, rules, request)) {
      case Settler.Settled.Open open -> new Outcome.Unfinished(intent, true, open.why());
      case Settler.Settled.Closed closed -> closed(ledger.alias(state.alias()), intent.index());
      case Settler.Settled.Overtaken overtaken ->
          new Outcome.Unfinished(intent, true, why + "; confirm again");
      case Settler.Settled.Nothing nothing -> closed(ledger.alias(state.alias()), intent.index());
    };
  }

  /// What became of a move that is closed already.
  private Outcome closed(AliasState state, long index) {
    var authorisation =
        ledger
            .entry(index)
            .filter(entry -> entry.event().kind() == EventKind.AUTHORISATION)
            .filter(entry -> state.alias().equals(entry.event().stream().alias()))
            .orElseThrow(() ->
                new InvalidValueException(
                    "entry %d is no authorisation of %s".formatted(index, state.alias())));
    var end = closing(state.alias(), index).orElseThrow();
    var target = authorisation.event().needChange().digest();
    if (!end.event().kind().isMove()) {
      return new Outcome.Stale(
          target,
          state.observedDigest(),
          state.movedOutside(),
          "the move was closed without having been seen (entry %d, %s)"
              .formatted(end.index(), end.event().kind().label()));
    }
    boolean stands = Objects.equals(target, state.observedDigest());
    return stands ? new Outcome.Replayed(end) : new Outcome.Superseded(end, state.observedDigest());
  }

  /// The entry that closed an intent: looked for from the newest back.
  private Optional<Entry> closing(Alias alias, long index) {
    long before = Long.MAX_VALUE;
    while (true) {
      List<Entry> page = ledger.history(alias.stream(), before, PAGE);
      for (var entry : page) {
        var settlement = entry.event().settlement();
        if (settlement != null && settlement.intent() == index) {
          return Optional.of(entry);
        }
      }
      if (page.isEmpty() || page.getLast().index() <= index) {
        return Optional.empty();
      }
      before = page.getLast().index();
    }
  }

  private boolean isCallers(OpenIntent intent) {
    return Objects.requireNonNull(authorisation(intent).intent()).write() == Intent.Write.CALLER;
  }

  private Event authorisation(OpenIntent intent) {
    return ledger.entry(intent.index()).map(Entry::event).orElseThrow();
  }
}
