package io.tagtrail.testkit.sim;

import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/// What a schedule is like: each has its own mix, because rare things are found by schedules that
/// do little else.
///
/// @param switches how likely another process runs after a call
/// @param faults how likely something goes wrong at a call
/// @param most how many things go wrong at most
/// @param enabled what can go wrong
/// @param forgets whether the registry forgets a manifest at once when its last tag is gone, as zot
///   does
record Knobs(double switches, double faults, int most, Set<Fault> enabled, boolean forgets) {
  /// No fault, no other process.
  static final Knobs CALM = new Knobs(0, 0, 0, Set.of(), false);

  static final Knobs CALM_AND_FORGETFUL = new Knobs(0, 0, 0, Set.of(), true);

  static Knobs of(SplittableRandom dice) {
    double[] switches = {0.03, 0.1, 0.3};
    double[] faults = {0.0, 0.01, 0.03, 0.08};
    var enabled = EnumSet.noneOf(Fault.class);
    double share = dice.nextDouble(0.1, 0.9);
    for (var fault : Fault.values()) {
      if (dice.nextDouble() < share) {
        enabled.add(fault);
      }
    }
    // A process that is fooled by both clocks at once cannot know: that is stated, and not
    // simulated.
    if (enabled.contains(Fault.SUSPEND)) {
      enabled.remove(Fault.WALL_BACK);
    }
    return new Knobs(
        switches[dice.nextInt(switches.length)],
        faults[dice.nextInt(faults.length)],
        dice.nextInt(1, 6),
        enabled,
        dice.nextBoolean());
  }
}
