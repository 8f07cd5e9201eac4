package io.tagtrail.server.readiness;

import io.tagtrail.core.event.Decision.Check;
import io.tagtrail.core.event.Decision.Result;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.policy.Checks;
import io.tagtrail.core.policy.Examiner;
import io.tagtrail.core.policy.RollbackTargets;
import io.tagtrail.core.policy.RollbackTargets.Candidate;
import io.tagtrail.core.policy.RollbackTargets.Verdict;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.policy.Tenure;
import io.tagtrail.core.policy.Tenures;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.server.readiness.TargetState.KeepTag;
import io.tagtrail.server.readiness.TargetState.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Looks at one alias: at the bundle that is live and at each one in reach, whole, with its images
/// as the examiner finds them, and at the keep-tag of each change among them. It writes nothing.
///
/// What a registry does not answer is unknown: it makes no bundle lost and none ready.
final class Looker {
  private final Ledger ledger;
  private final Examiner examiner;

  Looker(Ledger ledger, Examiner examiner) {
    this.ledger = ledger;
    this.examiner = examiner;
  }

  /// A look, and what of it is to be looked at again before it is believed.
  ///
  /// @param suspects bundles that seem to have lost something
  record Look(AliasState state, Looked looked, List<Tenure> suspects) {
    Look {
      suspects = List.copyOf(suspects);
    }
  }

  Look look(AliasState state, Rules rules, Registry registry, Instant now) {
    var location = state.location();
    var finder = new RollbackTargets(ledger, registry, examiner);
    var candidates = new ArrayList<Candidate>();
    for (var tenure : finder.inReach(state, rules, now)) {
      candidates.add(finder.check(state, rules, tenure));
    }
    var live = live(state).map(tenure -> finder.check(state, rules, tenure));
    var suspects =
        java.util.stream.Stream.concat(live.stream(), candidates.stream())
            .filter(Looker::lost)
            .map(Candidate::tenure)
            .toList();
    var targets = candidates.stream().map(each -> state(state, each, registry)).toList();
    var best = best(candidates);
    var looked =
        new Looked(
            state.alias(),
            location,
            now,
            state.version(),
            answer(state, candidates, best, now),
            why(state, rules, finder, candidates, best, now),
            best == null ? null : best.tenure().sequence(),
            live.map(each -> state(state, each, registry)).orElse(null),
            targets,
            List.of());
    return new Look(state, looked, suspects);
  }

  /// Whether a bundle still seems to have lost something.
  boolean lost(AliasState state, Rules rules, Tenure tenure, Registry registry) {
    return lost(new RollbackTargets(ledger, registry, examiner).check(state, rules, tenure));
  }

  /// Whether a part or an image is known to be gone. What the ledger could put back is lost too:
  /// the registry has lost it.
  static boolean lost(Candidate candidate) {
    return candidate.checks().stream().anyMatch(Looker::gone);
  }

  private static boolean gone(Check check) {
    return check.result() == Result.FAIL
        && (check.name().equals(Checks.PRESENT) || check.name().equals(Examiner.IMAGES));
  }

  private Optional<Tenure> live(AliasState state) {
    var governed = state.governed();
    if (governed == null || state.movedOutside()) {
      // What was moved there from outside is nobody's to go back to; what it replaced is a target.
      return Optional.empty();
    }
    return Tenures.streamed(ledger, state.alias())
        .filter(tenure -> tenure.digest().equals(governed.digest()))
        .findFirst();
  }

  private static @Nullable Candidate best(List<Candidate> candidates) {
    for (var verdict : List.of(Verdict.SAFE, Verdict.UNKNOWN)) {
      for (var each : candidates) {
        if (each.verdict() == verdict) {
          return each;
        }
      }
    }
    return null;
  }

  private Answer answer(
      AliasState state, List<Candidate> candidates, @Nullable Candidate best, Instant now) {
    if (best == null) {
      return candidates.isEmpty() && onlyOne(state) ? Answer.FIRST : Answer.CANNOT;
    }
    if (held(state, now).isPresent()) {
      return Answer.CANNOT;
    }
    return best.verdict() == Verdict.SAFE ? Answer.CAN : Answer.UNKNOWN;
  }

  private boolean onlyOne(AliasState state) {
    return Tenures.streamed(ledger, state.alias()).map(Tenure::digest).distinct().count() < 2;
  }

  private static Optional<String> held(AliasState state, Instant now) {
    return state.holdsAt(now).stream()
        .filter(hold -> hold.scope() == Stop.Scope.ALL)
        .findFirst()
        .map(hold ->
            "all moves are on hold"
                + (hold.until() == null
                    ? " (tagtrail unhold %s)".formatted(state.alias())
                    : " until " + hold.until()));
  }

  private String why(
      AliasState state,
      Rules rules,
      RollbackTargets finder,
      List<Candidate> candidates,
      @Nullable Candidate best,
      Instant now) {
    var held = held(state, now);
    if (held.isPresent() && best != null) {
      return held.get();
    }
    if (best != null) {
      return "#%d (%s): %s"
          .formatted(best.tenure().sequence(), best.tenure().digest().shortHex(), best.why());
    }
    var rejected =
        candidates.isEmpty()
            ? finder.find(state, rules, state.observedDigest(), now, false).passedOver()
            : candidates;
    return rejected.isEmpty()
        ? "only one bundle was live here"
        : rejected.stream()
            .limit(3)
            .map(each -> "#%d: %s".formatted(each.tenure().sequence(), each.why()))
            .collect(Collectors.joining("; "));
  }

  private TargetState state(AliasState state, Candidate candidate, Registry registry) {
    var tenure = candidate.tenure();
    var found =
        lost(candidate)
            ? State.LOST
            : switch (candidate.verdict()) {
              case SAFE -> State.READY;
              case REJECTED -> State.UNSAFE;
              case UNKNOWN -> State.UNKNOWN;
            };
    boolean live = tenure.digest().equals(state.observedDigest());
    var until = live ? null : Objects.requireNonNullElse(tenure.until(), Instant.EPOCH);
    return new TargetState(
        tenure.sequence(),
        tenure.digest(),
        until,
        found,
        candidate.why(),
        keepTags(state, tenure, registry));
  }

  /// The keep-tag of a change that is not at its bundle. What was live before an adoption, by the
  /// adopter's word, has none that is known. Where the alias was relocated since, a rollback brings
  /// the bundle along.
  private static List<KeepTag> keepTags(AliasState state, Tenure tenure, Registry registry) {
    var location = state.location();
    if (tenure.isClaimed()
        || location == null
        || !location.repository().equals(tenure.repository())) {
      return List.of();
    }
    var kept = tenure.entry().event().needChange().location().keep(tenure.sequence());
    try {
      var at = at(kept, registry);
      return at.map(Descriptor::digest).equals(Optional.of(tenure.digest()))
          ? List.of()
          : List.of(new KeepTag(kept.toString(), at.map(Descriptor::digest).orElse(null), true));
    } catch (RegistryException e) {
      return List.of(new KeepTag(kept.toString(), null, false));
    }
  }

  private static Optional<Descriptor> at(Location kept, Registry registry) {
    return registry.head(kept.reference());
  }
}
