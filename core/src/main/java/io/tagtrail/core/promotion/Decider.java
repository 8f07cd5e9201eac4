package io.tagtrail.core.promotion;

import io.tagtrail.core.event.Decision.Check;
import io.tagtrail.core.event.Decision.Guard;
import io.tagtrail.core.event.Decision.Result;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Intent;
import io.tagtrail.core.ledger.ApplicationState;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.ledger.PolicyState;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Stream;
import io.tagtrail.core.policy.Candidate;
import io.tagtrail.core.policy.Checks;
import io.tagtrail.core.policy.Evaluators;
import io.tagtrail.core.policy.Examiner;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.registry.CopyReport;
import io.tagtrail.core.registry.Presence;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// The first half of the path after "which bundle?": copy it to the location, is it whole, what
/// does policy say. What the checks found has to hold still until the authorisation, which compares
/// the versions that were read before them.
final class Decider {
  private final Ledger ledger;
  private final Registry registry;
  private final Policy policy;
  private final Examiner examiner;
  private final Claims claims;
  private final Time time;
  private final Step.Listener steps;
  private final Progress progress;
  private final Considering considering;
  private final Answers answers;
  private final Execution execution;

  Decider(
      Ledger ledger,
      Registry registry,
      Policy policy,
      Evaluators evaluators,
      Examiner examiner,
      Claims claims,
      Time time,
      Step.Listener steps,
      Progress progress,
      Answers answers,
      Execution execution) {
    this.ledger = ledger;
    this.registry = registry;
    this.policy = policy;
    this.examiner = examiner;
    this.claims = claims;
    this.time = time;
    this.steps = steps;
    this.progress = progress;
    this.considering = new Considering(policy, ledger, evaluators);
    this.answers = answers;
    this.execution = execution;
  }

  /// Decides, and carries out what was decided for; empty where the ledger moved on.
  Optional<Outcome> decide(MoveRequest request, Rules rules, Preparation it)
      throws InterruptedException {
    steps.reached(Step.RESOLVED);
    boolean ours =
        !request.aim().takesOver() || claims.ask(it.location()) instanceof Claims.Holder.Ours;
    var early =
        answers.alreadyAnswered(request, it, ours).or(() -> Answers.notAsExpected(request, it));
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
    var candidate = candidate(request, it, application, policyState);
    var considered = considering.consider(request, candidate);
    var claiming = Claiming.of(claims, request, it);
    if (!claimed(considered, claiming).decision(policy.digest()).allows()) {
      // Before the copy: what is refused anyway moves no bytes.
      return Optional.of(new Outcome.Refused(it.bundle(), claimed(considered, claiming).said()));
    }
    if (it.copyFrom() != null && rules.write() == Intent.Write.CALLER) {
      var absent = considered.and(notCopied(it, it.copyFrom()));
      return Optional.of(new Outcome.Refused(it.bundle(), absent.said()));
    }
    var copied = copy(request, it);
    if (it.copyFrom() != null && !request.dryRun()) {
      // A copy can last: a freeze may have begun meanwhile, and signatures are where Flux looks for
      // them only now.
      considered =
          considering.consider(request, candidate.at(it.location().repository(), time.now()));
    }
    considered = claimed(considered, claiming).and(present(request, it));
    var examined = examine(request, rules, it);
    for (var check : examined.checks()) {
      considered = considered.and(isFirstAdoption(it) ? lenient(check) : check);
    }
    var decision = considered.decision(policy.digest());
    if (!decision.allows()) {
      return Optional.of(new Outcome.Refused(it.bundle(), considered.said()));
    }
    steps.reached(Step.CHECKED);
    if (request.dryRun()) {
      var current = it.current();
      return Optional.of(
          new Outcome.Planned(
              it.bundle(),
              current == null ? null : current.digest(),
              it.change().sequence(),
              considered.said()));
    }
    return execution.authorise(
        request,
        rules,
        it,
        decision,
        considered.uses(),
        expected,
        copied,
        examined.inventory(),
        claiming);
  }

  private static Considered claimed(Considered considered, Claiming claiming) {
    return claiming.check().map(considered::and).orElse(considered);
  }

  private Candidate candidate(
      MoveRequest request, Preparation it, ApplicationState application, PolicyState policyState) {
    return new Candidate(
        it.state(),
        application,
        policyState,
        it.kind(),
        it.manifest(),
        switch (it.copyFrom()) {
          case null -> it.location().repository();
          case Source.InRegistry from -> from.reference().repository();
          case Source.InLayout layout -> null;
        },
        asksAdmission(request.aim(), it),
        it.facts(),
        request.person(),
        request.powers().account(),
        request.reason(),
        time.now());
  }

  private static Check notCopied(Preparation it, Source from) {
    return new Check(
        Checks.PRESENT,
        Guard.SAFETY,
        Result.FAIL,
        "it is not in %s, and where the caller writes Tagtrail copies nothing: copy it from %s first"
            .formatted(it.location().repository(), from));
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
  /// governed alias asks what a promotion asks, unless its bundle stays: that one was let through
  /// before, and only the marker is taken over.
  private static boolean asksAdmission(Aim aim, Preparation it) {
    boolean brings =
        it.state().isGoverned() && !it.bundle().digest().equals(it.state().governedDigest());
    return aim.isForward() && (brings || !(aim instanceof Aim.Adopt));
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
    if (isFirstAdoption(it)) {
      // What is there is taken as it is: that it is broken is worth knowing, and no reason to know
      // nothing.
      return lenient(Checks.present(presence(it)));
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

  private static boolean isFirstAdoption(Preparation it) {
    return it.kind() == EventKind.ADOPTION && !it.state().isGoverned();
  }

  /// Looks at the bundle where it is: at the location, unless a dry run copied nothing there.
  private Examiner.Examined examine(MoveRequest request, Rules rules, Preparation it) {
    var from = it.copyFrom();
    var repository = it.location().repository();
    if (request.dryRun() && from != null) {
      if (!(from instanceof Source.InRegistry in)) {
        return Examiner.Examined.NOTHING;
      }
      repository = in.reference().repository();
    }
    var back = it.back();
    return examiner.examine(
        new Examiner.Subject(
            request.alias(),
            rules,
            repository,
            it.bundle(),
            it.kind() == EventKind.ROLLBACK ? Examiner.Use.BACK : Examiner.Use.FORWARD,
            back == null || back.isClaimed() ? null : back.entry().event().images()));
  }

  private static Check lenient(Check check) {
    return check.result() == Result.FAIL
        ? new Check(check.name(), Guard.SAFETY, Result.UNKNOWN, check.detail())
        : check;
  }
}
