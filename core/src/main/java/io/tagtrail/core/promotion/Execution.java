package io.tagtrail.core.promotion;

import io.tagtrail.core.event.Approval;
import io.tagtrail.core.event.Commitments;
import io.tagtrail.core.event.Decision;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Intent;
import io.tagtrail.core.event.Settlement;
import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.Times;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Appended;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.OpenIntent;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.registry.CopyReport;
import io.tagtrail.core.registry.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The second half of the path: authorise, write, commit. What it is given was decided; what it
/// changes in the registry it was authorised to.
final class Execution {

  private final Ledger ledger;
  private final Time time;
  private final Step.Listener steps;
  private final Settler settler;
  private final Writer writer;
  private final Leaving leaving;
  private final AfterMove after;

  Execution(
      Ledger ledger,
      Registry registry,
      Time time,
      Step.Listener steps,
      Settler settler,
      Claims claims,
      Around around) {
    this.ledger = ledger;
    this.after = new AfterMove(around);
    this.time = time;
    this.steps = steps;
    this.settler = settler;
    this.writer = new Writer(ledger, registry, time, steps, around.signer(), claims);
    this.leaving = new Leaving(ledger, registry);
  }

  /// Authorises in one transaction, which consumes the approvals, then writes and commits; where
  /// the caller writes, it is told what. Empty where the ledger moved on before the authorisation,
  /// or an approval expired.
  Optional<Outcome> authorise(
      MoveRequest request,
      Rules rules,
      Preparation it,
      Decision decision,
      List<Approval> uses,
      List<Batch.Expectation> alsoExpected,
      CopyReport copied,
      @Nullable Document inventory,
      Claiming claiming)
      throws InterruptedException {
    var sides = sides(request);
    var now = Times.millis(time.now());
    if (!uses.stream().allMatch(each -> each.holdsAt(now))) {
      return Optional.empty();
    }
    // By the clock that never jumps, and from before the authorisation: the shorter of the two
    // views counts.
    long deadlineNanos = time.nanos() + rules.timing().deadline().toNanos();
    var deadline = now.plus(rules.timing().deadline());
    var intent =
        new Intent(it.kind(), rules.write(), deadline, deadline.plus(rules.timing().settle()));
    var authorisation =
        Event.of(EventKind.AUTHORISATION, request.alias().stream(), request.id())
            .intent(intent)
            .change(it.change())
            .facts(it.facts())
            .decision(decision)
            .approvals(uses)
            .images(inventory == null ? null : inventory.descriptor())
            .key(RequestKeys.of(request, it.bundle().digest()))
            .commitments(Commitments.to(sides))
            .build();
    measure(authorisation, it.kind());
    var batch =
        Batch.expecting(request.alias().stream(), it.state().version())
            .add(authorisation)
            .sides(sides)
            .document(new Document(it.manifest().descriptor().mediaType(), it.manifest().bytes()));
    it.alsoKept().forEach(batch::document);
    if (inventory != null) {
      batch.document(inventory);
    }
    alsoExpected.forEach(each -> batch.expect(each.stream(), each.version()));
    return switch (ledger.append(batch.build())) {
      case Appended.Conflict conflict -> Optional.empty();
      case Appended.Committed committed -> {
        steps.reached(Step.AUTHORISED);
        var state = it.state().apply(committed.entries().getFirst());
        var open = Objects.requireNonNull(state.intent(), "it was just authorised");
        var previous = it.current() == null ? null : it.current().digest();
        if (rules.write() == Intent.Write.CALLER) {
          var keepTag = it.location().keep(open.sequence());
          yield Optional.of(new Outcome.Authorised(open, keepTag, it.manifest(), previous));
        }
        if (it.kind() == EventKind.PROMOTION || it.kind() == EventKind.ROLLBACK) {
          leaving.keep(state, it.location(), request.id());
        }
        yield write(
            request,
            rules,
            new Writer.Job(
                request.alias(),
                open,
                it.manifest(),
                previous,
                rules.timing(),
                deadlineNanos,
                signature(rules, it, committed.entries().getFirst()),
                Writer.oldUntil(it.state(), rules.timing()),
                claiming),
            copied);
      }
    };
  }

  private static Writer.@Nullable Signature signature(
      Rules rules, Preparation it, Entry authorisation) {
    return rules
        .assurance()
        .signingIn(it.location().repository())
        .map(how -> new Writer.Signature(authorisation, how, it.kind() == EventKind.ROLLBACK))
        .orElse(null);
  }

  /// Recording must not be able to fail on content: the final event is encoded, at its widest,
  /// before anything is authorised. Times and sequences have their width already; only the place of
  /// the authorisation is not known yet.
  private static void measure(Event authorisation, EventKind kind) {
    Event.of(kind, authorisation.stream(), authorisation.request())
        .from(authorisation)
        .change(authorisation.needChange())
        .settlement(
            new Settlement(Json.MAX_INTEGER, Settlement.How.SUPERSEDED, Settlement.Sent.UNKNOWN))
        .build()
        .encode();
    authorisation.encode();
  }

  private static List<SideRecord> sides(MoveRequest request) {
    var sides = new ArrayList<SideRecord>();
    if (request.person() != null) {
      sides.add(SideRecord.of(Commitments.MOVER, request.person()));
    }
    if (request.reason() != null) {
      sides.add(SideRecord.of(Commitments.REASON, request.reason()));
    }
    sides.addAll(request.powers().sides());
    return sides;
  }

  private Optional<Outcome> write(
      MoveRequest request, Rules rules, Writer.Job job, CopyReport copied)
      throws InterruptedException {
    return switch (writer.write(job)) {
      case Writer.Written.ReadBack back -> {
        steps.reached(Step.READ_BACK);
        yield Optional.of(commit(request, rules, job, back, copied));
      }
      case Writer.Written.NotSent notSent -> {
        boolean own = abandon(job, request.id());
        if (notSent.cause() != null) {
          throw notSent.cause();
        }
        // Whoever closed it decided something else, a rollback perhaps: trying again would undo
        // that.
        yield own ? Optional.empty() : Optional.of(closedByAnother(request, job, copied));
      }
      case Writer.Written.Unknown unknown ->
          Optional.of(new Outcome.Unfinished(job.intent(), true, unknown.why()));
    };
  }

  /// Closes the intent of a move that was not sent; false where somebody else closed it.
  private boolean abandon(Writer.Job job, String request) {
    while (true) {
      var state = ledger.alias(job.alias());
      if (!isOpen(state, job.intent())) {
        return false;
      }
      if (settler.abandonUnsent(state, job.intent(), request) instanceof Settler.Settled.Closed) {
        return true;
      }
    }
  }

  /// Records what was read back. A hold or a note may have come between: then it is tried again
  /// over the new tail. If somebody else closed the intent, their record stands.
  private Outcome commit(
      MoveRequest request,
      Rules rules,
      Writer.Job job,
      Writer.Written.ReadBack back,
      CopyReport copied) {
    try {
      return record(request, rules, job, back, copied);
    } catch (LedgerException e) {
      // The tag moved, and nobody is told so before it is on record: settling finds it.
      return new Outcome.Unfinished(
          job.intent(),
          true,
          "the registry resolves to the bundle, and the ledger did not take the event: "
              + e.getMessage());
    }
  }

  private Outcome record(
      MoveRequest request,
      Rules rules,
      Writer.Job job,
      Writer.Written.ReadBack back,
      CopyReport copied) {
    var event = settler.done(job.intent(), Settlement.How.READ_BACK, back.sent());
    while (true) {
      var state = ledger.alias(job.alias());
      if (!isOpen(state, job.intent())) {
        return closedByAnother(request, job, copied);
      }
      var batch = Batch.expecting(job.alias().stream(), state.version());
      batch.add(event, after.tasks(rules, event));
      switch (ledger.append(batch.build())) {
        case Appended.Conflict conflict -> {}
        case Appended.Committed committed -> {
          steps.reached(Step.COMMITTED);
          return new Outcome.Moved(committed.entries().getFirst(), copied, back.notes());
        }
      }
    }
  }

  private Outcome closedByAnother(MoveRequest request, Writer.Job job, CopyReport copied) {
    var recorded = ledger.bySequence(job.alias(), job.intent().sequence());
    if (recorded.isPresent() && recorded.get().event().kind() == job.intent().kind()) {
      return new Outcome.Moved(recorded.get(), copied);
    }
    return new Outcome.Stale(
        request.expect(),
        ledger.alias(job.alias()).observedDigest(),
        false,
        "another process closed this move (#%d) while it was being written"
            .formatted(job.intent().sequence()));
  }

  private static boolean isOpen(AliasState state, OpenIntent intent) {
    var open = state.intent();
    return open != null && open.index() == intent.index();
  }
}
