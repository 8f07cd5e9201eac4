package io.tagtrail.core.promotion;

import io.tagtrail.core.json.Times;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.OpenIntent;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.policy.Evaluators;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.core.registry.RegistryException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

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
  private final Observer observer;
  private final Settler settler;
  private final Preparer preparer;
  private final Answers answers;
  private final Confirming confirming;
  private final Decider decider;

  /// The path of a process that has no evaluators.
  public GovernedPath(
      Ledger ledger,
      Registry registry,
      Policy policy,
      Time time,
      Step.Listener steps,
      Progress progress) {
    this(ledger, registry, policy, Evaluators.NONE, time, steps, progress);
  }

  /// The path of a process that has nothing around it.
  public GovernedPath(
      Ledger ledger,
      Registry registry,
      Policy policy,
      Evaluators evaluators,
      Time time,
      Step.Listener steps,
      Progress progress) {
    this(ledger, registry, policy, evaluators, Around.NOTHING, time, steps, progress);
  }

  public GovernedPath(
      Ledger ledger,
      Registry registry,
      Policy policy,
      Evaluators evaluators,
      Around around,
      Time time,
      Step.Listener steps,
      Progress progress) {
    this(
        ledger,
        registry,
        policy,
        evaluators,
        around,
        new Claims(ledger, registry, time, Claims.USUAL),
        time,
        steps,
        progress);
  }

  /// @param claims what is known of the ledgers that govern
  public GovernedPath(
      Ledger ledger,
      Registry registry,
      Policy policy,
      Evaluators evaluators,
      Around around,
      Claims claims,
      Time time,
      Step.Listener steps,
      Progress progress) {
    this.ledger = ledger;
    this.registry = registry;
    this.policy = policy;
    this.time = time;
    this.steps = steps;
    this.observer = new Observer(ledger, registry, time);
    this.settler = new Settler(ledger, registry, time, around);
    this.preparer = new Preparer(ledger, registry, around.examiner());
    this.confirming = new Confirming(ledger, registry, time, steps, settler);
    this.answers = new Answers(ledger);
    var execution = new Execution(ledger, registry, time, steps, settler, claims, around);
    this.decider =
        new Decider(
            ledger,
            registry,
            policy,
            evaluators,
            around.examiner(),
            claims,
            time,
            steps,
            progress,
            answers,
            execution);
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
    return settler.settle(ledger.alias(alias), policy.rulesOrUsual(alias), request);
  }

  /// Records a move that the asker itself has written (`write: caller`), after reading it back.
  ///
  /// @param intent the entry of its authorisation
  public Outcome confirm(Alias alias, long intent, String request) throws InterruptedException {
    return confirming.confirm(alias, rules(alias), intent, request);
  }

  /// Gives up a move that the asker was to write, if the tag shows that it was not written.
  ///
  /// @param intent the entry of its authorisation
  public Outcome cancel(Alias alias, long intent, String request) throws InterruptedException {
    return confirming.cancel(alias, rules(alias), intent, request);
  }

  /// Looks at an alias's tag and records an outside move.
  public Observer.Sighting look(Alias alias, String request) throws InterruptedException {
    var state = ledger.alias(alias);
    var location = state.location();
    if (location == null || state.intent() != null) {
      return new Observer.Sighting.Overtaken();
    }
    return observer.look(state, location, policy.rulesOrUsual(alias).timing(), request);
  }

  private Rules rules(Alias alias) {
    return policy.rulesOrUsual(alias);
  }

  /// One attempt; empty where the ledger moved on and the request has to start over.
  private Optional<Outcome> once(MoveRequest asked, Rules rules, Instant began)
      throws InterruptedException {
    var state = ledger.alias(asked.alias());
    var overtaken = overtaken(asked, state);
    if (overtaken.isPresent()) {
      return overtaken;
    }
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
      var answered = answers.answeredBefore(request, state, Answers.digest(seen.head()), null);
      if (answered.isPresent()) {
        return answered;
      }
    }
    var outcome =
        switch (preparer.prepare(request, rules, state, seen.head(), time.now())) {
          case Preparer.Prepared.Not not -> Optional.of(not.outcome());
          case Preparer.Prepared.Ready ready -> decider.decide(request, rules, ready.preparation());
        };
    return isOvertaken(outcome, state) ? Optional.empty() : outcome;
  }

  /// Who decides by itself, over what it saw, gives way to everybody else.
  private static Optional<Outcome> overtaken(MoveRequest request, AliasState state) {
    boolean stands =
        !(request.aim() instanceof Aim.RollBack back)
            || back.over() == null
            || back.over() == state.version();
    return stands
        ? Optional.empty()
        : Optional.of(
            new Outcome.Stale(
                request.expect(),
                state.observedDigest(),
                state.movedOutside(),
                "entry %d came since: it is decided anew".formatted(state.version())));
  }

  /// A refusal over an alias that moved meanwhile says nothing: part of what it was decided on was
  /// read before somebody else's move, and part after it. Only of refusals, which wrote nothing:
  /// what was authorised changed the alias itself.
  private boolean isOvertaken(Optional<Outcome> outcome, AliasState state) {
    return outcome.orElse(null) instanceof Outcome.Refused
        && ledger.alias(state.alias()).version() != state.version();
  }

  private Optional<Outcome> unfinished(
      MoveRequest request, Rules rules, AliasState state, OpenIntent intent, Instant began)
      throws InterruptedException {
    boolean rollback = request.aim() instanceof Aim.RollBack;
    if (request.dryRun()) {
      return Optional.of(
          new Outcome.Unfinished(intent, false, "an unfinished move has to be settled first"));
    }
    var again = confirming.authorisedAgain(request, state, intent);
    if (again.isPresent()) {
      return again;
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
