package io.tagtrail.core.promotion;

import io.tagtrail.core.event.Commitments;
import io.tagtrail.core.event.Decision;
import io.tagtrail.core.event.Decision.Check;
import io.tagtrail.core.event.Decision.Guard;
import io.tagtrail.core.event.Decision.Result;
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
import io.tagtrail.core.ledger.TaskKind;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Stream;
import io.tagtrail.core.policy.Candidate;
import io.tagtrail.core.policy.Checks;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.registry.CopyReport;
import io.tagtrail.core.registry.Presence;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.core.registry.RegistryException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// **The one path.** Every move of every alias, forward and back, goes through [#move].
///
/// ```
/// observe    settle what is unfinished; record an outside move
/// prepare    which bundle → copy it to the location → whole? → policy
/// authorise  one transaction: the intent is durable, its sequence reserved
/// write      keep-tag → tag still as compared → PUT, once → read back
/// commit     one transaction: the event, both heads, the intent closed
/// ```
///
/// Safe to call from any number of threads and processes: what decides is the compare-and-set on
/// the alias's tail.
public final class GovernedPath {
  /// How often a request starts over because the ledger moved on under it. Each time means that
  /// somebody else got something done.
  private static final int ATTEMPTS = 16;

  private final Ledger ledger;
  private final Registry registry;
  private final Policy policy;
  private final Time time;
  private final Step.Listener steps;
  private final Progress progress;
  private final Observer observer;
  private final Settler settler;
  private final Preparer preparer;
  private final Checks checks;
  private final Writer writer;
  private final Leaving leaving;

  public GovernedPath(
      Ledger ledger,
      Registry registry,
      Policy policy,
      Time time,
      Step.Listener steps,
      Progress progress) {
    this.ledger = ledger;
    this.registry = registry;
    this.policy = policy;
    this.time = time;
    this.steps = steps;
    this.progress = progress;
    this.observer = new Observer(ledger, registry, time);
    this.settler = new Settler(ledger, registry, time);
    this.preparer = new Preparer(ledger, registry);
    this.checks = new Checks(policy, ledger);
    this.writer = new Writer(ledger, registry, time, steps);
    this.leaving = new Leaving(ledger, registry);
  }

  /// Moves an alias, or says why not.
  ///
  /// @throws RegistryException if the registry does not answer or has not what is needed; the alias
  ///   is unchanged
  /// @throws LedgerException if the ledger does not answer; a move whose commit failed stays
  ///   unfinished and is settled later
  /// @throws InterruptedException if the thread is interrupted while it waits; what is unfinished
  ///   is settled later
  public Outcome move(MoveRequest request) throws InterruptedException {
    boolean rollback = request.aim() instanceof Aim.RollBack;
    var environment = request.alias().environment();
    var rules = rollback ? policy.rulesOrUsual(environment) : policy.rules(environment);
    if (!rollback) {
      refuseSkew(rules);
    }
    var began = time.now();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      var outcome = once(request, rules, began);
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
    return new Outcome.Stale(
        request.expect(),
        ledger.alias(request.alias()).observedDigest(),
        false,
        "it changed again and again while this request ran, or the registry's answers do not agree"
            + " with one another; try again");
  }

  /// Gives an unfinished move an outcome, if that can be had now. Never writes to a registry.
  public Settler.Settled settle(Alias alias, String request) throws InterruptedException {
    return settler.settle(ledger.alias(alias), policy.rulesOrUsual(alias.environment()), request);
  }

  /// Looks at an alias's tag and records an outside move.
  public Observer.Sighting look(Alias alias, String request) throws InterruptedException {
    var state = ledger.alias(alias);
    var location = state.location();
    if (location == null || state.intent() != null) {
      return new Observer.Sighting.Overtaken();
    }
    return observer.look(
        state, location, policy.rulesOrUsual(alias.environment()).timing(), request);
  }

  /// One attempt; empty where the ledger moved on and the request has to start over.
  private Optional<Outcome> once(MoveRequest asked, Rules rules, Instant began)
      throws InterruptedException {
    var state = ledger.alias(asked.alias());
    var request = asked;
    if (asked.aim() instanceof Aim.RollBack && state.location() != null) {
      // Back is where the alias is, whatever configuration says by now.
      request = asked.at(state.location());
    }
    if (state.intent() != null && !(request.dryRun() && asked.aim() instanceof Aim.RollBack)) {
      return unfinished(request, rules, state, state.intent(), began);
    }
    var elsewhere = elsewhere(request, state);
    if (elsewhere.isPresent()) {
      return elsewhere;
    }
    var place = state.location() == null ? request.location() : state.location();
    var sighting =
        request.dryRun()
            // Which changes nothing, and so records nothing.
            ? new Observer.Sighting.AsRecorded(registry.head(place.reference()).orElse(null))
            : observer.look(state, place, rules.timing(), request.id());
    if (!(sighting instanceof Observer.Sighting.AsRecorded seen)) {
      return Optional.empty();
    }
    steps.reached(Step.OBSERVED);
    if (request.aim() instanceof Aim.RollBack back && back.sequence() == null) {
      // Before a target is looked for: after the rollback that a re-run repeats, the target would
      // be a further one.
      var answered = answeredBefore(request, state, digest(seen.head()), null);
      if (answered.isPresent()) {
        return answered;
      }
    }
    return switch (preparer.prepare(request, rules, state, seen.head(), time.now())) {
      case Preparer.Prepared.Not not -> Optional.of(not.outcome());
      case Preparer.Prepared.Ready ready -> decide(request, rules, ready.preparation());
    };
  }

  private Optional<Outcome> unfinished(
      MoveRequest request, Rules rules, AliasState state, OpenIntent intent, Instant began)
      throws InterruptedException {
    boolean rollback = request.aim() instanceof Aim.RollBack;
    if (request.dryRun()) {
      return Optional.of(
          new Outcome.Unfinished(intent, false, "an unfinished move has to be settled first"));
    }
    return switch (settler.settle(state, rules, request.id())) {
      case Settler.Settled.Nothing nothing -> Optional.empty();
      case Settler.Settled.Closed closed -> Optional.empty();
      case Settler.Settled.Overtaken overtaken -> Optional.empty();
      case Settler.Settled.Open open when !rollback ->
          Optional.of(new Outcome.Unfinished(intent, false, open.why()));
      case Settler.Settled.Open open -> {
        // Rollback is never blocked by an unfinished move: it waits a little, then records both
        // possible outcomes.
        var until = began.plus(rules.timing().supersede());
        if (time.now().isBefore(until)) {
          time.pause(Duration.ofMillis(200));
          // Waiting is no attempt: the loop would run out of them.
          yield unfinished(request, rules, ledger.alias(request.alias()), began);
        }
        settler.supersede(state, request.id());
        yield Optional.empty();
      }
    };
  }

  private Optional<Outcome> unfinished(
      MoveRequest request, Rules rules, AliasState state, Instant began)
      throws InterruptedException {
    var intent = state.intent();
    return intent == null ? Optional.empty() : unfinished(request, rules, state, intent, began);
  }

  /// An alias is where its chain says. Where configuration says something else, that is a
  /// relocation, which is asked for by name.
  private static Optional<Outcome> elsewhere(MoveRequest request, AliasState state) {
    var known = state.location();
    if (known == null
        || known.equals(request.location())
        || request.aim() instanceof Aim.Relocate) {
      return Optional.empty();
    }
    return Optional.of(
        Preparer.refused(
                null,
                "location",
                "configuration says %s, the ledger says %s: tagtrail adopt %s --relocate"
                    .formatted(request.location(), known, request.alias()))
            .outcome());
  }

  private Optional<Outcome> decide(MoveRequest request, Rules rules, Preparation it)
      throws InterruptedException {
    steps.reached(Step.RESOLVED);
    var early = alreadyAnswered(request, it).or(() -> notAsExpected(request, it));
    if (early.isPresent()) {
      return early;
    }
    var application = ledger.application(request.alias().application());
    var policyState = ledger.policy();
    // Read before the checks: what they found has to hold still at the authorisation.
    var expected = new ArrayList<Batch.Expectation>();
    expected.add(
        new Batch.Expectation(
            Stream.application(request.alias().application()), application.version()));
    expected.add(new Batch.Expectation(Stream.LEDGER, policyState.version()));
    if (!expectEarlier(request, rules, it, expected)) {
      return Optional.empty();
    }
    var candidate =
        new Candidate(
            it.state(),
            application,
            policyState,
            it.bundle(),
            asksAdmission(request.aim(), it),
            it.facts(),
            time.now());
    var said = new ArrayList<Check>(checks.admission(candidate));
    said.addAll(checks.safety(candidate));
    var overrides = overrides(request, said);
    var decision = new Decision(policy.digest(), said, overrides);
    if (!decision.allows()) {
      // Before the copy: what is refused anyway moves no bytes.
      return Optional.of(new Outcome.Refused(it.bundle(), said));
    }
    var copied = copy(request, it);
    said.add(present(request, it));
    decision = new Decision(policy.digest(), said, overrides);
    if (!decision.allows()) {
      return Optional.of(new Outcome.Refused(it.bundle(), said));
    }
    steps.reached(Step.CHECKED);
    if (request.dryRun()) {
      var current = it.current();
      return Optional.of(
          new Outcome.Planned(
              it.bundle(),
              current == null ? null : current.digest(),
              it.state().lastSequence() + 1,
              said));
    }
    return authorise(request, rules, it, decision, expected, copied);
  }

  /// A forward move stands on what other aliases are: the one that it promotes from, and those that
  /// its environment comes after.
  ///
  /// @return false if the bundle is not live any more where it was to come from
  private boolean expectEarlier(
      MoveRequest request, Rules rules, Preparation it, List<Batch.Expectation> expected) {
    if (!request.aim().isForward()) {
      return true;
    }
    var earlier = new TreeSet<Alias>();
    rules.after().forEach(name -> earlier.add(new Alias(request.alias().application(), name)));
    if (request.aim() instanceof Aim.PromoteFrom from) {
      earlier.add(from.alias());
    }
    for (var alias : earlier) {
      var state = ledger.alias(alias);
      expected.add(new Batch.Expectation(alias.stream(), state.version()));
      boolean from = request.aim() instanceof Aim.PromoteFrom aim && aim.alias().equals(alias);
      if (from && !it.bundle().digest().equals(state.governedDigest())) {
        return false;
      }
    }
    return true;
  }

  /// A first adoption asks nothing that a bundle of before Tagtrail could not have; adopting over a
  /// governed alias asks what a promotion asks.
  private static boolean asksAdmission(Aim aim, Preparation it) {
    return aim.isForward() && !(aim instanceof Aim.Adopt && !it.state().isGoverned());
  }

  private Optional<Outcome> alreadyAnswered(MoveRequest request, Preparation it) {
    var current = digest(it.current());
    var answered = answeredBefore(request, it.state(), current, it.bundle().digest());
    if (answered.isPresent()) {
      return answered;
    }
    var governed = it.state().governed();
    if (governed == null || it.kind() == EventKind.RELOCATION) {
      return Optional.empty();
    }
    boolean there =
        it.bundle().digest().equals(governed.digest()) && it.bundle().digest().equals(current);
    return there ? Optional.of(new Outcome.Unchanged(governed)) : Optional.empty();
  }

  private static @Nullable Digest digest(@Nullable Descriptor descriptor) {
    return descriptor == null ? null : descriptor.digest();
  }

  /// Whether this request was carried out before, and whether that still stands.
  private Optional<Outcome> answeredBefore(
      MoveRequest request, AliasState state, @Nullable Digest current, @Nullable Digest bundle) {
    var governed = state.governed();
    var key = RequestKeys.of(request, bundle);
    var earlier =
        key == null
            ? Optional.<Entry>empty()
            : ledger
                .byKey(request.alias(), key.key())
                .filter(entry -> samePerson(request, entry.event()));
    if (earlier.isEmpty()) {
      return Optional.empty();
    }
    var recorded = earlier.get();
    var then = Objects.requireNonNull(recorded.event().key(), "it was found by its key");
    if (!then.request().equals(Objects.requireNonNull(key).request())) {
      return Optional.of(
          Preparer.refused(
                  recorded.event().needChange().bundle(),
                  "idempotency-key",
                  "the key was used before for another request (entry %d)"
                      .formatted(recorded.index()))
              .outcome());
    }
    boolean stands =
        governed != null
            && governed.index() == recorded.index()
            && Objects.equals(current, governed.digest());
    return Optional.of(
        stands ? new Outcome.Replayed(recorded) : new Outcome.Superseded(recorded, current));
  }

  private boolean samePerson(MoveRequest request, Event event) {
    var commitment = event.commitments().byField().get(Commitments.MOVER);
    if (commitment == null) {
      return request.person() == null;
    }
    return ledger.side(commitment).map(side -> side.value().equals(request.person())).orElse(false);
  }

  private static Optional<Outcome> notAsExpected(MoveRequest request, Preparation it) {
    var actual = it.current() == null ? null : it.current().digest();
    var expected = request.expect();
    boolean outside =
        it.state().isGoverned()
            && it.kind() != EventKind.RELOCATION
            && !Objects.equals(actual, it.state().governedDigest());
    if (expected != null && !expected.equals(actual)) {
      return Optional.of(
          new Outcome.Stale(expected, actual, outside, "it is not what was expected"));
    }
    boolean names = expected != null || request.aim() instanceof Aim.Adopt;
    if (outside && request.aim().isForward() && !names) {
      return Optional.of(
          new Outcome.Stale(
              it.state().governedDigest(),
              actual,
              true,
              "it was moved outside: roll back, or name what is there with --expect"));
    }
    return Optional.empty();
  }

  private static List<String> overrides(MoveRequest request, List<Check> said) {
    boolean older =
        request.aim().allowsOlder()
            && said.stream()
                .anyMatch(c -> c.name().equals(Checks.STALE_PIPELINE) && c.result() == Result.FAIL);
    return older ? List.of(Checks.STALE_PIPELINE) : List.of();
  }

  private CopyReport copy(MoveRequest request, Preparation it) {
    var from = it.copyFrom();
    if (from == null || request.dryRun()) {
      return CopyReport.NOTHING;
    }
    var report = registry.copy(from, it.manifest(), it.location().repository(), progress);
    steps.reached(Step.COPIED);
    return report;
  }

  private Check present(MoveRequest request, Preparation it) {
    if (it.kind() == EventKind.ADOPTION && !it.state().isGoverned()) {
      // What is there is taken as it is: that it is broken is worth knowing, and no reason to know
      // nothing.
      return lenient(presence(it));
    }
    if (request.dryRun() && it.copyFrom() != null) {
      return new Check(
          Checks.PRESENT, Guard.SAFETY, Result.SKIPPED, "it would be copied to the location first");
    }
    return switch (presence(it)) {
      case Presence.Unknown unknown ->
          throw new RegistryException(
              RegistryException.Kind.UNAVAILABLE,
              RegistryException.Applied.NO,
              0,
              "whether %s is whole at %s could not be checked: %s"
                  .formatted(
                      it.bundle().digest().shortHex(), it.location().repository(), unknown.why()),
              null);
      case Presence presence -> Checks.present(presence);
    };
  }

  private Presence presence(Preparation it) {
    return registry.inspect(it.location().repository(), it.bundle(), progress);
  }

  private static Check lenient(Presence presence) {
    var check = Checks.present(presence);
    return check.result() == Result.FAIL
        ? new Check(check.name(), Guard.SAFETY, Result.UNKNOWN, check.detail())
        : check;
  }

  private Optional<Outcome> authorise(
      MoveRequest request,
      Rules rules,
      Preparation it,
      Decision decision,
      List<Batch.Expectation> alsoExpected,
      CopyReport copied)
      throws InterruptedException {
    var sides = sides(request);
    var now = Times.millis(time.now());
    // By the clock that never jumps, and from before the authorisation: the shorter of the two
    // views counts.
    long deadlineNanos = time.nanos() + rules.timing().deadline().toNanos();
    var deadline = now.plus(rules.timing().deadline());
    var intent =
        new Intent(
            it.kind(), Intent.Write.SERVER, deadline, deadline.plus(rules.timing().settle()));
    var authorisation =
        Event.of(EventKind.AUTHORISATION, request.alias().stream(), request.id())
            .intent(intent)
            .change(it.change())
            .facts(it.facts())
            .decision(decision)
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
    alsoExpected.forEach(each -> batch.expect(each.stream(), each.version()));
    return switch (ledger.append(batch.build())) {
      case Appended.Conflict conflict -> Optional.empty();
      case Appended.Committed committed -> {
        steps.reached(Step.AUTHORISED);
        var state = it.state().apply(committed.entries().getFirst());
        var open = Objects.requireNonNull(state.intent(), "it was just authorised");
        var previous = it.current() == null ? null : it.current().digest();
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
                Writer.oldUntil(it.state(), rules.timing())),
            copied);
      }
    };
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
    return sides;
  }

  private Optional<Outcome> write(
      MoveRequest request, Rules rules, Writer.Job job, CopyReport copied)
      throws InterruptedException {
    return switch (writer.write(job)) {
      case Writer.Written.ReadBack back -> {
        steps.reached(Step.READ_BACK);
        yield Optional.of(commit(request, rules, job, back.sent(), copied));
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
      MoveRequest request, Rules rules, Writer.Job job, Settlement.Sent sent, CopyReport copied) {
    try {
      return record(request, rules, job, sent, copied);
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
      MoveRequest request, Rules rules, Writer.Job job, Settlement.Sent sent, CopyReport copied) {
    var event = settler.done(job.intent(), Settlement.How.READ_BACK, sent);
    while (true) {
      var state = ledger.alias(job.alias());
      if (!isOpen(state, job.intent())) {
        return closedByAnother(request, job, copied);
      }
      var batch = Batch.expecting(job.alias().stream(), state.version());
      if (rules.attach()) {
        batch.add(event, TaskKind.ATTACH);
      } else {
        batch.add(event);
      }
      switch (ledger.append(batch.build())) {
        case Appended.Conflict conflict -> {}
        case Appended.Committed committed -> {
          steps.reached(Step.COMMITTED);
          return new Outcome.Moved(committed.entries().getFirst(), copied);
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

  /// A clock far behind the ledger would make deadlines meaningless to others: they would settle a
  /// move that is still being written. A rollback is not refused for it: its own deadline counts by
  /// the clock that never jumps, and a single entry of a machine whose clock was ahead would block
  /// every way back until that time has come.
  private void refuseSkew(Rules rules) {
    var newest = ledger.head().time();
    if (time.now().plus(rules.timing().skew()).isBefore(newest)) {
      throw new LedgerException(
          LedgerException.Kind.REFUSED,
          "this machine's clock (%s) is behind the newest entry of the ledger (%s) by more than %d s: set the clock; if it is right, that entry was written by a machine whose clock is ahead (rollbacks go through)"
              .formatted(Times.millis(time.now()), newest, rules.timing().skew().toSeconds()));
    }
  }
}
