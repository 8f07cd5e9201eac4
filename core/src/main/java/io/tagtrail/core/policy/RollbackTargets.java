package io.tagtrail.core.policy;

import io.tagtrail.core.event.Decision.Check;
import io.tagtrail.core.event.Decision.Guard;
import io.tagtrail.core.event.Decision.Result;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.ApplicationState;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.Presence;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.core.registry.RegistryException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the bundle to go back to: the newest that was governed-live here, is not current, was not
/// rolled back from, is not blocked, lies in the window, and passes every safety check. Each one
/// that is passed over is listed with why.
public final class RollbackTargets {
  private final Ledger ledger;
  private final Registry registry;
  private final Examiner examiner;

  public RollbackTargets(Ledger ledger, Registry registry) {
    this(ledger, registry, Examiner.NONE);
  }

  public RollbackTargets(Ledger ledger, Registry registry, Examiner examiner) {
    this.ledger = ledger;
    this.registry = registry;
    this.examiner = examiner;
  }

  /// What a candidate was found to be.
  public enum Verdict {
    SAFE,
    /// Something could not be checked: never shown as safe, never chosen before one that is.
    UNKNOWN,
    REJECTED
  }

  /// A bundle that was looked at.
  ///
  /// @param why one sentence: why it was rejected, what is unknown, or what makes it safe
  public record Candidate(Tenure tenure, Verdict verdict, String why, List<Check> checks) {
    public Candidate {
      checks = List.copyOf(checks);
    }
  }

  /// The answer: the target, and what was passed over before it, newest first. Where nothing is
  /// safe but something is unknown, the newest of those is the target.
  public record Answer(@Nullable Candidate target, List<Candidate> passedOver) {
    public Answer {
      passedOver = List.copyOf(passedOver);
    }
  }

  /// Looks for the target.
  ///
  /// @param current what is live now, by the registry or by the chain
  /// @param live whether the registry is asked; without it nothing can be safe
  public Answer find(
      AliasState state, Rules rules, @Nullable Digest current, Instant now, boolean live) {
    var passedOver = new ArrayList<Candidate>();
    Candidate unknown = null;
    var application = ledger.application(state.alias().application());
    Set<Digest> seen = new LinkedHashSet<>();
    for (var tenure : Tenures.newestFirst(ledger, state.alias())) {
      if (!seen.add(tenure.digest())) {
        continue;
      }
      if (tenure.digest().equals(current)) {
        continue;
      }
      var early = rejectedByLedger(rules, tenure, seen.size() - 1, now, application);
      if (early.isPresent()) {
        passedOver.add(early.get());
        if (seen.size() > rules.keep() + 1) {
          break;
        }
        continue;
      }
      var candidate = live ? check(state, rules, tenure) : unasked(tenure);
      if (candidate.verdict() == Verdict.SAFE) {
        if (unknown != null) {
          passedOver.add(unknown);
        }
        return new Answer(candidate, passedOver);
      }
      if (candidate.verdict() == Verdict.UNKNOWN && unknown == null) {
        unknown = candidate;
      } else {
        passedOver.add(candidate);
      }
      if (!live) {
        break;
      }
    }
    return new Answer(unknown, passedOver);
  }

  /// The bundles that could be gone back to, newest first, as far as the ledger alone can say.
  public List<Tenure> inReach(AliasState state, Rules rules, Instant now) {
    var application = ledger.application(state.alias().application());
    var reach = new ArrayList<Tenure>();
    Set<Digest> seen = new LinkedHashSet<>();
    for (var tenure : Tenures.of(ledger, state.alias()).all()) {
      boolean isCurrent = tenure.digest().equals(state.observedDigest());
      if (seen.add(tenure.digest())
          && !isCurrent
          && rejectedByLedger(rules, tenure, seen.size() - 1, now, application).isEmpty()) {
        reach.add(tenure);
      }
    }
    return reach;
  }

  /// Whether a tenure may be gone back to on demand: one that was taken back may, one beyond the
  /// window may not.
  public Optional<String> outsideWindow(AliasState state, Rules rules, Tenure tenure, Instant now) {
    Set<Digest> newer = new LinkedHashSet<>();
    for (var each : Tenures.newestFirst(ledger, state.alias())) {
      if (each.digest().equals(tenure.digest())) {
        return beyond(rules, each, newer.size(), now);
      }
      newer.add(each.digest());
    }
    return Optional.of("it was never governed-live here");
  }

  private static Optional<Candidate> rejectedByLedger(
      Rules rules, Tenure tenure, int newer, Instant now, ApplicationState application) {
    if (tenure.rolledBack()) {
      return Optional.of(rejected(tenure, "it was rolled back from"));
    }
    var block = application.block(tenure.digest());
    if (block.isPresent()) {
      return Optional.of(rejected(tenure, "it is blocked since " + block.get().since()));
    }
    return beyond(rules, tenure, newer, now).map(why -> rejected(tenure, why));
  }

  private static Optional<String> beyond(Rules rules, Tenure tenure, int newer, Instant now) {
    if (newer > rules.keep()) {
      return Optional.of("more than %d bundles ago".formatted(rules.keep()));
    }
    var until = tenure.until();
    if (until != null && until.plus(rules.window()).isBefore(now)) {
      return Optional.of(
          "last live %s, before the rollback window of %s".formatted(until, days(rules.window())));
    }
    return Optional.empty();
  }

  private static String days(Duration window) {
    return window.toDays() > 0 ? window.toDays() + " days" : window.toString();
  }

  /// Looks at one bundle as a target, whatever stands against it in the ledger.
  public Candidate check(AliasState state, Rules rules, Tenure tenure) {
    var location = state.location();
    if (location == null) {
      return new Candidate(tenure, Verdict.UNKNOWN, "the alias has no location", List.of());
    }
    var said = new ArrayList<Check>();
    said.add(Checks.present(presence(registry, location, tenure.bundle())));
    var worst = said.get(0);
    if (worst.result() == Result.FAIL && former(location, tenure).isPresent()) {
      said.set(
          0,
          new Check(
              Checks.PRESENT,
              Guard.SAFETY,
              Result.PASS,
              "whole in %s, where it was live: it is copied from there"
                  .formatted(tenure.repository())));
      said.addAll(examined(state, rules, tenure.repository(), tenure));
      return judged(tenure, said);
    }
    if (worst.result() == Result.FAIL && isRestorable(location, tenure)) {
      return new Candidate(
          tenure,
          Verdict.UNKNOWN,
          "the registry lost its manifest, and the ledger has it: a rollback puts it back, and shows"
              + " whether the rest is there",
          said);
    }
    if (worst.result() == Result.PASS) {
      said.addAll(examined(state, rules, location.repository(), tenure));
    }
    return judged(tenure, said);
  }

  private static Candidate judged(Tenure tenure, List<Check> said) {
    var worst = worst(said);
    return new Candidate(
        tenure,
        switch (worst.result()) {
          case PASS -> Verdict.SAFE;
          case FAIL -> Verdict.REJECTED;
          case UNKNOWN, SKIPPED -> Verdict.UNKNOWN;
        },
        worst.detail(),
        said);
  }

  /// @param repository where the bundle is now
  private List<Check> examined(
      AliasState state, Rules rules, Repository repository, Tenure tenure) {
    return examiner
        .examine(
            new Examiner.Subject(
                state.alias(),
                rules,
                repository,
                tenure.bundle(),
                Examiner.Use.TARGET,
                tenure.isClaimed() ? null : tenure.entry().event().images()))
        .checks();
  }

  /// The first that fails, else the first of which nothing is known, else the first.
  private static Check worst(List<Check> said) {
    for (var result : List.of(Result.FAIL, Result.UNKNOWN)) {
      for (var check : said) {
        if (check.result() == result) {
          return check;
        }
      }
    }
    return said.getFirst();
  }

  /// The bundle's manifest in the repository where it was live, if the alias was relocated since
  /// and the bundle did not come along.
  public Optional<Manifest> former(Location location, Tenure tenure) {
    var repository = tenure.repository();
    if (repository.equals(location.repository())) {
      return Optional.empty();
    }
    try {
      boolean here =
          registry.head(Reference.of(location.repository(), tenure.digest())).isPresent();
      if (here || !(presence(registry, repository, tenure.bundle()) instanceof Presence.Whole)) {
        return Optional.empty();
      }
      return registry.fetch(Reference.of(repository, tenure.digest()));
    } catch (RegistryException e) {
      // The old place may be gone for good: that says nothing against what the ledger kept.
      return Optional.empty();
    }
  }

  /// Whether it is the manifest that is lost, and the ledger kept it: a registry may forget what
  /// has no tag, and keep the blobs.
  private boolean isRestorable(Location location, Tenure tenure) {
    try {
      return registry.head(Reference.of(location.repository(), tenure.digest())).isEmpty()
          && ledger.document(tenure.digest()).isPresent();
    } catch (RegistryException e) {
      return false;
    }
  }

  /// What of a bundle is at a location; a registry that does not answer makes it unknown.
  public static Presence presence(Registry registry, Location location, Descriptor bundle) {
    return presence(registry, location.repository(), bundle);
  }

  private static Presence presence(Registry registry, Repository repository, Descriptor bundle) {
    try {
      return registry.inspect(repository, bundle, Progress.SILENT);
    } catch (RegistryException e) {
      return new Presence.Unknown(String.valueOf(e.getMessage()));
    }
  }

  private static Candidate unasked(Tenure tenure) {
    return new Candidate(
        tenure,
        Verdict.UNKNOWN,
        "the registry was not asked whether it is still there",
        List.of(new Check(Checks.PRESENT, Guard.SAFETY, Result.UNKNOWN, "not asked")));
  }

  private static Candidate rejected(Tenure tenure, String why) {
    return new Candidate(tenure, Verdict.REJECTED, why, List.of());
  }

  /// The facts that a rollback's event carries of its bundle: those of the event that it goes back
  /// to, without the run that asked for that one.
  public static Facts factsOf(Tenure tenure) {
    return tenure.isClaimed() ? Facts.NONE : tenure.entry().event().facts();
  }
}
