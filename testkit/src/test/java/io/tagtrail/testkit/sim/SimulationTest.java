package io.tagtrail.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `-Dtagtrail.sim.schedules=N` plays more, `-Dtagtrail.sim.seed=S` plays the same again; one
/// failing schedule is played with `Replay SEED`.
class SimulationTest {
  @Test
  @Timeout(300)
  void what_must_always_hold_holds_in_every_schedule() throws InterruptedException {
    holds(Long.getLong("tagtrail.sim.schedules", 3_000));
  }

  @Test
  @Tag("long")
  @Timeout(3_000)
  void what_must_always_hold_holds_in_a_hundred_thousand_schedules() throws InterruptedException {
    var coverage = holds(Long.getLong("tagtrail.sim.schedules", 100_000));

    assertThat(missing(coverage)).as("pairs of a step and a fault that never came").isEmpty();
  }

  @Test
  void the_same_seed_gives_the_same_schedule() {
    for (long seed = 1; seed <= 20; seed++) {
      var once = Simulation.replay(seed, Safeguard.NONE);
      var twice = Simulation.replay(seed, Safeguard.NONE);

      assertThat(twice.trace()).as("seed %d", seed).isEqualTo(once.trace());
    }
  }

  private static Coverage holds(long schedules) throws InterruptedException {
    long seed = Simulation.seed();
    System.out.printf("tagtrail.sim.seed=%d, %d schedules%n", seed, schedules);
    var report = Simulation.run(seed, schedules, Safeguard.NONE);
    System.out.println(report.coverage().table());
    assertThat(report.failed()).as(report.describe()).isEmpty();
    assertThat(report.schedules()).isEqualTo(schedules);
    return report.coverage();
  }

  /// Whatever can happen between two calls must have happened after each step that has a call after
  /// it, and whatever can happen to a call after the step that comes before this call.
  private static List<String> missing(Coverage coverage) {
    var missing = new ArrayList<String>();
    for (var phase : Phase.values()) {
      // After these two a request is answered without another call.
      if (phase == Phase.COMMITTED || phase == Phase.ATTACHED) {
        continue;
      }
      for (var fault : Fault.ANYWHERE) {
        need(coverage, phase, fault, missing);
      }
      need(coverage, phase, Fault.SWITCH, missing);
    }
    for (var fault : Call.PUT.own()) {
      need(coverage, Phase.COMPARED, fault, missing);
    }
    for (var fault : Call.KEEP_TAG.own()) {
      need(coverage, Phase.AUTHORISED, fault, missing);
    }
    for (var fault : Call.APPEND.own()) {
      need(coverage, Phase.STARTED, fault, missing);
      need(coverage, Phase.CHECKED, fault, missing);
      need(coverage, Phase.READ_BACK, fault, missing);
      need(coverage, Phase.LOOKING, fault, missing);
      need(coverage, Phase.SETTLING, fault, missing);
    }
    for (var fault : Call.HEAD.own()) {
      need(coverage, Phase.STARTED, fault, missing);
      need(coverage, Phase.KEPT, fault, missing);
      need(coverage, Phase.COMPARED, fault, missing);
      need(coverage, Phase.WRITTEN, fault, missing);
      need(coverage, Phase.LOOKING, fault, missing);
      need(coverage, Phase.SETTLING, fault, missing);
    }
    need(coverage, Phase.DELIVERING, Fault.REFERRER_LOST, missing);
    return missing;
  }

  private static void need(Coverage coverage, Phase phase, Fault fault, List<String> missing) {
    if (coverage.of(phase, fault) == 0) {
      missing.add(fault.label() + " after " + phase);
    }
  }
}
