package io.tagtrail.core.promotion;

import io.tagtrail.core.event.Decision.Check;
import io.tagtrail.core.event.Decision.Guard;
import io.tagtrail.core.event.Decision.Result;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Intent;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.policy.Examiner;
import io.tagtrail.core.policy.RollbackTargets;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.policy.Tenure;
import io.tagtrail.core.policy.Tenures;
import io.tagtrail.core.registry.Annotations;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import io.tagtrail.core.registry.Source;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Answers "which bundle?" for each aim. It reads; the one thing that it may write is the manifest
/// of a rollback target that the registry forgot and the ledger kept, under its old keep-tag.
final class Preparer {

  private final Ledger ledger;
  private final Registry registry;
  private final RollbackTargets targets;

  Preparer(Ledger ledger, Registry registry, Examiner examiner) {
    this.ledger = ledger;
    this.registry = registry;
    this.targets = new RollbackTargets(ledger, registry, examiner);
  }

  /// What came of preparing.
  sealed interface Prepared {
    record Ready(Preparation preparation) implements Prepared {}

    record Not(Outcome outcome) implements Prepared {}
  }

  Prepared prepare(
      MoveRequest request,
      Rules rules,
      AliasState state,
      @Nullable Descriptor current,
      Instant now) {
    var prepared = bundle(request, rules, state, current, now);
    return prepared instanceof Prepared.Ready ready
            && state.lastSequence() == 0
            && ready.preparation().above() == null
            && isTaken(ready.preparation())
        ? refused(
            ready.preparation().bundle(),
            "keep-tag",
            "%s is there already with another bundle: another ledger kept it, and ways back through it would be lost (tagtrail adopt %s --take-over --reason … begins above its keep-tags)"
                .formatted(ready.preparation().location().keep(1), state.alias()))
        : prepared;
  }

  /// Whether the first keep-tag is somebody else's: a new ledger must not write over an old one's.
  private boolean isTaken(Preparation it) {
    return registry
        .head(it.location().keep(1).reference())
        .filter(kept -> !kept.digest().equals(it.bundle().digest()))
        .isPresent();
  }

  private Prepared bundle(
      MoveRequest request,
      Rules rules,
      AliasState state,
      @Nullable Descriptor current,
      Instant now) {
    return switch (request.aim()) {
      case Aim.Promote promote -> promote(request, state, current, promote.source());
      case Aim.PromoteFrom from -> promoteFrom(request, state, current, from);
      case Aim.RollBack back -> rollBack(request, rules, state, current, back, now);
      case Aim.Adopt adopt -> adopt(request, rules, state, current, adopt);
      case Aim.Relocate relocate -> relocate(request, state, relocate.to());
    };
  }

  private Prepared promote(
      MoveRequest request, AliasState state, @Nullable Descriptor current, Source source) {
    var refused = mustBeAdopted(state, current);
    if (refused != null) {
      return refused;
    }
    var manifest = registry.resolve(source).orElseThrow(() -> notFound("no bundle at " + source));
    boolean here =
        source instanceof Source.InRegistry in
            && in.reference().repository().equals(request.location().repository());
    return new Prepared.Ready(
        new Preparation(
            state,
            EventKind.PROMOTION,
            request.location(),
            current,
            manifest,
            here ? null : source,
            facts(request, manifest),
            null,
            null));
  }

  private Prepared promoteFrom(
      MoveRequest request, AliasState state, @Nullable Descriptor current, Aim.PromoteFrom from) {
    var other = ledger.alias(from.alias());
    var head = other.governed();
    var location = other.location();
    if (head == null || head.bundle() == null || location == null) {
      throw notFound("nothing is governed-live at %s yet".formatted(from.alias()));
    }
    var source = new Source.InRegistry(Reference.of(location.repository(), head.bundle().digest()));
    return switch (promote(request, state, current, source)) {
      case Prepared.Not not -> not;
      case Prepared.Ready ready -> ready(ready.preparation(), head.index());
    };
  }

  /// What an earlier environment's event knows of the bundle comes along where neither the bundle
  /// nor the asker says it.
  private Prepared ready(Preparation it, long index) {
    var earlier = ledger.entry(index).map(Entry::event).orElseThrow().facts();
    var facts = it.facts();
    var merged =
        new Facts(
            facts.mover(),
            facts.pipeline(),
            facts.source().status() == FactStatus.MISSING ? earlier.source() : facts.source(),
            facts.builder().status() == FactStatus.MISSING ? earlier.builder() : facts.builder(),
            facts.release() == null ? earlier.release() : facts.release());
    return new Prepared.Ready(
        new Preparation(
            it.state(),
            it.kind(),
            it.location(),
            it.current(),
            it.manifest(),
            it.copyFrom(),
            merged,
            it.back(),
            null));
  }

  private static @Nullable Prepared mustBeAdopted(AliasState state, @Nullable Descriptor current) {
    if (state.isGoverned() || current == null) {
      return null;
    }
    return refused(
        null,
        "adopted",
        "the tag is there already and is not in the ledger: tagtrail adopt %s first"
            .formatted(state.alias()));
  }

  private Prepared adopt(
      MoveRequest request,
      Rules rules,
      AliasState state,
      @Nullable Descriptor current,
      Aim.Adopt aim) {
    if (current == null) {
      throw notFound("there is no tag to adopt at " + request.location());
    }
    var previous = aim.previous();
    if (previous != null && state.observed() != null) {
      return refused(
          current,
          "previous",
          "%s has a history already: what was before it is known".formatted(state.alias()));
    }
    if (current.digest().equals(previous)) {
      return refused(current, "previous", "the bundle before cannot be the one that is there now");
    }
    var manifest = need(request.location(), current.digest());
    return new Prepared.Ready(
        new Preparation(
            state,
            EventKind.ADOPTION,
            request.location(),
            current,
            manifest,
            null,
            facts(request, manifest),
            null,
            previous == null ? null : keepClaimed(request, rules, previous),
            aim.takeOver() ? above(state, request.location()) : null));
  }

  /// The sequence above which a take-over begins: the next thousand after every keep-tag that is
  /// there, so that a move of the other ledger that is under way has numbers left, and people see
  /// that another count began.
  private long above(AliasState state, Location location) {
    long highest =
        registry.tags(location.repository()).stream()
            .mapToLong(tag -> location.tag().keptBy(tag))
            .reduce(state.lastSequence(), Math::max);
    return (highest / EarlierKeepTags.TAKE_OVER_STEP + 1) * EarlierKeepTags.TAKE_OVER_STEP;
  }

  /// A bundle that nobody can go back to is no use as the one before: it has to be there, and is
  /// kept like any other.
  private Manifest keepClaimed(MoveRequest request, Rules rules, Digest previous) {
    var manifest =
        registry
            .fetch(Reference.of(request.location().repository(), previous))
            .orElseThrow(() ->
                notFound(
                    "the bundle named as previous (%s) is not in %s"
                        .formatted(previous, request.location().repository())));
    var keepTag = request.location().keep(Tenure.BEFORE_ADOPTION);
    if (rules.write() == Intent.Write.CALLER) {
      var kept = registry.head(keepTag.reference()).map(Descriptor::digest);
      if (!kept.equals(Optional.of(previous))) {
        throw notFound(
            "%s is not %s, and where the caller writes Tagtrail does not put it there: tag it first"
                .formatted(keepTag, previous));
      }
    } else if (!request.dryRun()) {
      registry.put(keepTag, manifest);
    }
    return manifest;
  }

  private Prepared relocate(MoveRequest request, AliasState state, Location to) {
    var head = state.governed();
    var from = state.location();
    if (head == null || head.bundle() == null || from == null) {
      throw notFound(
          "%s is not governed yet: there is nothing to relocate".formatted(state.alias()));
    }
    if (state.movedOutside()) {
      return new Prepared.Not(
          new Outcome.Stale(
              head.bundle().digest(),
              state.observedDigest(),
              true,
              "the alias was moved outside: roll back or adopt before relocating it"));
    }
    var manifest = need(from, head.bundle().digest());
    var there = registry.head(to.reference()).orElse(null);
    if (there != null && !there.digest().equals(manifest.digest())) {
      return refused(
          manifest.descriptor(),
          "relocation",
          "%s is there already and resolves to %s".formatted(to, there.digest().shortHex()));
    }
    return new Prepared.Ready(
        new Preparation(
            state,
            EventKind.RELOCATION,
            to,
            there,
            manifest,
            from.repository().equals(to.repository())
                ? null
                : new Source.InRegistry(Reference.of(from.repository(), manifest.digest())),
            facts(request, manifest),
            null,
            null));
  }

  private Prepared rollBack(
      MoveRequest request,
      Rules rules,
      AliasState state,
      @Nullable Descriptor current,
      Aim.RollBack back,
      Instant now) {
    if (!state.isGoverned()) {
      throw notFound(
          "%s was never governed: there is nothing to go back to".formatted(state.alias()));
    }
    var wanted = back.sequence();
    Tenure tenure;
    if (wanted == null) {
      var digest = current == null ? null : current.digest();
      var answer = targets.find(state, rules, digest, now, true);
      if (answer.target() == null) {
        return new Prepared.Not(new Outcome.Refused(null, passedOver(answer)));
      }
      tenure = answer.target().tenure();
    } else {
      tenure =
          Tenures.streamed(ledger, state.alias())
              .filter(each -> each.sequence() == wanted)
              .findFirst()
              .orElse(null);
      if (tenure == null) {
        return refused(
            null,
            "rollback-target",
            "#%d is no bundle that was governed-live at %s: promote it instead"
                .formatted(wanted, state.alias()));
      }
      var outside = targets.outsideWindow(state, rules, tenure, now);
      if (outside.isPresent()) {
        return refused(
            tenure.bundle(),
            "rollback-target",
            "#%d cannot be rolled back to: %s; promote it instead"
                .formatted(wanted, outside.get()));
      }
    }
    var former = targets.former(request.location(), tenure);
    var manifest = former.isPresent() ? former.get() : manifestOf(request, rules, tenure);
    return new Prepared.Ready(
        new Preparation(
            state,
            EventKind.ROLLBACK,
            request.location(),
            current,
            manifest,
            former.isEmpty()
                ? null
                : new Source.InRegistry(Reference.of(tenure.repository(), tenure.digest())),
            rollbackFacts(request, tenure),
            tenure,
            null));
  }

  /// The target's bytes: from the registry, else from the ledger. A registry that forgot the
  /// manifest but has its blobs gets it back under the keep-tag that it had.
  private Manifest manifestOf(MoveRequest request, Rules rules, Tenure tenure) {
    var repository = request.location().repository();
    var there = registry.fetch(Reference.of(repository, tenure.digest()));
    if (there.isPresent()) {
      return there.get();
    }
    var kept =
        ledger
            .document(tenure.digest())
            .map(document -> Manifest.of(document.mediaType(), document.bytes()))
            .orElseThrow(() ->
                notFound(
                    "the bundle of #%d (%s) is neither in %s nor in the ledger"
                        .formatted(tenure.sequence(), tenure.digest().shortHex(), repository)));
    if (!request.dryRun() && rules.write() == Intent.Write.SERVER) {
      registry.put(request.location().keep(tenure.sequence()), kept);
    }
    return kept;
  }

  private static List<Check> passedOver(RollbackTargets.Answer answer) {
    if (answer.passedOver().isEmpty()) {
      return List.of(
          new Check(
              "rollback-target", Guard.SAFETY, Result.FAIL, "no other bundle was ever live here"));
    }
    return answer.passedOver().stream()
        .limit(16)
        .map(candidate ->
            new Check(
                "rollback-target",
                Guard.SAFETY,
                Result.FAIL,
                "#%d %s: %s"
                    .formatted(
                        candidate.tenure().sequence(),
                        candidate.tenure().digest().shortHex(),
                        candidate.why())))
        .toList();
  }

  private Manifest need(Location location, Digest digest) {
    return registry
        .fetch(Reference.of(location.repository(), digest))
        .orElseThrow(() ->
            notFound(
                "%s resolves to %s, and that manifest is not there".formatted(location, digest)));
  }

  private static Facts facts(MoveRequest request, Manifest manifest) {
    var own = BundleFacts.of(Annotations.of(manifest));
    return new Facts(
        request.mover(),
        request.pipeline(),
        own.source(),
        request.builder(),
        request.release() != null ? request.release() : own.release());
  }

  private static Facts rollbackFacts(MoveRequest request, Tenure tenure) {
    var then = RollbackTargets.factsOf(tenure);
    return new Facts(
        request.mover(),
        request.pipeline(),
        then.source(),
        then.builder(),
        request.release() != null ? request.release() : then.release());
  }

  static Prepared.Not refused(@Nullable Descriptor bundle, String check, String why) {
    return new Prepared.Not(
        new Outcome.Refused(bundle, List.of(new Check(check, Guard.SAFETY, Result.FAIL, why))));
  }

  private static RegistryException notFound(String what) {
    return new RegistryException(Kind.NOT_FOUND, Applied.NO, 0, what, null);
  }
}
