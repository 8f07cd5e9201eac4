package io.tagtrail.testkit.sim;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.policy.PolicyLog;
import io.tagtrail.core.policy.RollbackTargets;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.Outcome;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/// How a schedule ends: everything comes to rest, is settled and looked at until nothing changes,
/// and is checked; then, often, somebody rolls back with everything in the way that must not be in
/// the way.
final class Ending {
  private final World world;
  private final SplittableRandom dice;
  private final SimProcess last;

  Ending(World world, SplittableRandom dice) {
    this.world = world;
    this.dice = dice;
    this.last = new SimProcess(world, "last");
  }

  void play() {
    quiet();
    new LogRules(world).check();
    var state = world.ledger.alias(Sample.PROD);
    if (state.isGoverned() && dice.nextInt(3) > 0) {
      takeBack(Objects.requireNonNull(state.location()));
      rollBackThroughEverything();
      quiet();
      new LogRules(world).check();
    }
  }

  /// Where another ledger has the tag, a rollback is refused: somebody puts the marker right.
  private void takeBack(Location location) {
    if (Rival.MARKER.equals(world.model.tag(location.marker()))) {
      world.say("the marker of {} is put right", location);
      world.model.land(location.marker(), world.main, world.tick, world.now);
    }
  }

  /// Settles and looks until nothing changes any more.
  void quiet() {
    world.comeToRest();
    catchUp();
    for (int i = 0; i < 10; i++) {
      long size = world.ledger.head().size();
      for (var alias : world.ledger.aliases()) {
        Actions.settle(last, alias);
        Actions.look(last, alias);
      }
      world.comeToRest();
      if (world.ledger.head().size() == size) {
        return;
      }
    }
    throw world.violated("settling and looking does not come to an end");
  }

  /// A clock that was ahead has put the ledger's time ahead: wait until the others are there.
  private void catchUp() {
    var newest = world.ledger.head().time();
    if (last.wall().isBefore(newest)) {
      world.advance(java.time.Duration.between(last.wall(), newest).plusMillis(1));
    }
  }

  private void rollBackThroughEverything() {
    var alias = Sample.PROD;
    if (dice.nextBoolean()) {
      unfinishedMove(alias);
    }
    if (dice.nextBoolean()) {
      Actions.stop(last, alias, 0, Sample.digest(0), Stop.Scope.FORWARD);
    }
    if (dice.nextBoolean()) {
      var other = world.policy.equals(Sample.POLICY) ? Sample.STRICT : Sample.POLICY;
      new PolicyLog(last.ledger).apply(other, "policy", Facts.NONE, List.of());
    }
    var location = Objects.requireNonNull(world.ledger.alias(alias).location());
    var shown = world.model.tag(location);
    if (shown != null && dice.nextBoolean()) {
      world.say("the current bundle {} loses a layer", Sample.name(shown));
      world.model.loseLayers(location.repository(), shown, world.tick);
    }
    var request = Script.plain(alias, new Aim.RollBack(null), "back", null);
    var here =
        new io.tagtrail.core.promotion.MoveRequest(
            alias,
            request.aim(),
            location,
            "back",
            request.mover(),
            null,
            request.pipeline(),
            request.builder(),
            null,
            "because",
            null,
            null,
            false);
    var outcome =
        Actions.move(last, here)
            .orElseThrow(() -> world.violated("a rollback failed without a fault"));
    if (outcome instanceof Outcome.Authorised authorised) {
      outcome = new Caller(last).writes(here, authorised);
    }
    var expected = new Oracle(world, alias);
    switch (outcome) {
      case Outcome.Moved moved -> expected.check(moved.recorded());
      case Outcome.Refused refused -> expected.checkRefused(refused);
      default -> throw world.violated("a rollback was answered: " + Invariants.describe(outcome));
    }
    if (outcome instanceof Outcome.Moved moved) {
      notBackToWhatWasLeft(alias, moved.recorded());
    }
  }

  /// A mover that dies somewhere in its write.
  private void unfinishedMove(Alias alias) {
    var state = world.ledger.alias(alias);
    var current = state.observedDigest();
    var dies = new SimProcess(world, "dies");
    Phase[] where = {Phase.AUTHORISED, Phase.KEPT, Phase.COMPARED, Phase.WRITTEN, Phase.READ_BACK};
    dies.at(
        where[dice.nextInt(where.length)],
        () -> {
          throw new Crash();
        });
    var location = Objects.requireNonNull(state.location());
    int n = dice.nextInt(Sample.BUNDLES.size());
    try {
      Actions.move(
          dies,
          new io.tagtrail.core.promotion.MoveRequest(
              alias,
              new Aim.Promote(Sample.source(Sample.BUILD, n), true),
              location,
              "dies",
              io.tagtrail.core.event.Mover.MISSING,
              null,
              Facts.Pipeline.MISSING,
              Facts.Builder.MISSING,
              null,
              "because",
              current,
              null,
              false));
    } catch (Crash e) {
      world.say("dies died");
    }
  }

  /// After B → A the target is never B; but for bringing back what governs after an outside move to
  /// B, which says nothing against B's own time.
  private void notBackToWhatWasLeft(Alias alias, Entry back) {
    var left = back.event().needChange().previous();
    boolean governed =
        left != null
            && world.ledger.governing(alias, back.event().needChange().sequence(), 1000).stream()
                .anyMatch(e -> left.equals(e.event().needChange().digest()));
    var before = world.ledger.governing(alias, back.event().needChange().sequence(), 1).getFirst();
    boolean onlyBroughtBack =
        Objects.equals(before.event().needChange().digest(), back.event().needChange().digest());
    if (!governed || onlyBroughtBack || back.event().kind() != EventKind.ROLLBACK) {
      return;
    }
    var state = world.ledger.alias(alias);
    var answer =
        new RollbackTargets(last.ledger, last.registry)
            .find(state, world.policy.rules("prod"), state.observedDigest(), last.now(), true);
    var target = answer.target();
    if (target != null && target.tenure().digest().equals(left)) {
      throw world.violated(
          "after the rollback from %s the target is %s again"
              .formatted(Sample.name(left), Sample.name(left)));
    }
  }
}
