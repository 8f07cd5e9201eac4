package io.tagtrail.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A simulation that finds nothing wrong says nothing, unless it would: each safeguard is taken
/// away, and must be missed.
class MutationGateTest {
  /// The rarest needs some hundreds of schedules.
  private static final long SCHEDULES = 60_000;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  @Timeout(300)
  void without_this_safeguard_the_simulation_turns_red(Safeguard removed)
      throws InterruptedException {
    long seed = Simulation.seed();
    System.out.printf("tagtrail.sim.seed=%d without %s%n", seed, removed);

    var report = Simulation.run(seed, SCHEDULES, removed);

    assertThat(report.failed())
        .as("%d schedules of seed %d without %s", SCHEDULES, seed, removed)
        .isPresent();
    var found = report.failed().orElseThrow();
    System.out.printf("found after %d schedules: %s%n", report.schedules(), found.violated());
    // It is the missing safeguard that was found, and not something that is wrong anyway.
    assertThat(Simulation.replay(found.seed(), Safeguard.NONE).violated()).isNull();
  }
}
