package io.tagtrail.testkit.sim;

import io.tagtrail.core.event.Facts;
import io.tagtrail.core.policy.PolicyLog;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.MoveRequest;
import io.tagtrail.core.promotion.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Plays one schedule from its seed: sets a scene, lets processes loose on it, lets everything come
/// to rest, and checks.
final class Schedule {
  private Schedule() {}

  /// What came of a schedule.
  ///
  /// @param violated what did not hold; null if all did
  record Result(long seed, @Nullable String violated, List<String> trace) {}

  static Result play(long seed, Safeguard removed, Coverage coverage, boolean tracing) {
    var dice = new SplittableRandom(seed);
    var knobs = Knobs.of(dice);
    var policy =
        switch (dice.nextInt(10)) {
          case 0, 1 -> Sample.STRICT;
          case 2 -> Sample.GATED;
          case 3 -> Sample.CALLERS;
          case 4 -> Sample.SIGNED;
          default -> Sample.POLICY;
        };
    var world = new World(dice.nextLong(), knobs, policy, removed, coverage, tracing);
    coverage.schedule();
    world.say("{}", knobs);
    try {
      scene(world, dice);
      processes(world, dice);
      if (world.violation() == null) {
        new Ending(world, dice).play();
      }
    } catch (Violation | Crash e) {
      world.say("{}", e.getMessage());
    } catch (RuntimeException | AssertionError e) {
      world.violated(e.toString());
    }
    var violation = world.violation();
    return new Result(seed, violation == null ? null : violation.getMessage(), world.trace());
  }

  /// An alias that is governed, or has a tag that nobody adopted, or has nothing yet.
  static void scene(World world, SplittableRandom dice) {
    for (int n = 0; n < Sample.BUNDLES.size(); n++) {
      world.model.push(Sample.BUILD, Sample.bundle(n));
      world.model.push(Sample.HERE, Sample.bundle(n));
    }
    var setup = new SimProcess(world, "setup");
    new PolicyLog(setup.ledger).apply(world.policy, "setup", Facts.NONE, List.of());
    world.locations.add(Sample.location(Sample.PROD));
    int kind = dice.nextInt(10);
    if (kind == 0) {
      return;
    }
    world.model.land(Sample.location(Sample.PROD), Sample.bundle(0), world.tick, 0);
    if (kind == 1) {
      return;
    }
    var previous = dice.nextInt(4) == 0 ? Sample.digest(5) : null;
    boolean strict = world.policy.equals(Sample.STRICT);
    if (strict || dice.nextInt(4) == 0) {
      world.model.land(Sample.location(Sample.DEV), Sample.bundle(0), world.tick, 0);
      done(setup, Script.plain(Sample.DEV, new Aim.Adopt(null), "d0", null));
    }
    done(setup, Script.plain(Sample.PROD, new Aim.Adopt(previous), "s0", null));
    for (int n = 1; n < dice.nextInt(1, 4); n++) {
      var promote = new Aim.Promote(Sample.source(Sample.HERE, n), false);
      if (strict) {
        done(setup, Script.plain(Sample.DEV, promote, "d" + n, null));
      }
      if (world.policy.equals(Sample.GATED)) {
        Actions.approve(setup, Sample.PROD, Sample.digest(n), "ann");
      }
      var request = Script.plain(Sample.PROD, promote, "s" + n, null);
      done(setup, Script.proved(world, request));
    }
    world.advance(dice.nextLong(3 * World.SETTLE));
  }

  /// Moves, also where the caller writes.
  private static void done(SimProcess setup, MoveRequest request) {
    if (Actions.move(setup, request).orElse(null) instanceof Outcome.Authorised authorised) {
      new Caller(setup).writes(request, authorised);
    }
  }

  private static void processes(World world, SplittableRandom dice) {
    var script = new Script(dice);
    var work = new LinkedHashMap<SimProcess, Runnable>();
    int count = dice.nextInt(2, 5);
    for (int i = 0; i < count; i++) {
      var process = new SimProcess(world, "p" + i);
      process.wakeAt = world.now + (dice.nextBoolean() ? 0 : dice.nextLong(World.SETTLE));
      var steps = script.process();
      work.put(process, () -> Actions.run(process, steps));
    }
    world.together(work);
  }
}
