package io.tagtrail.server.clusters;

import static io.tagtrail.server.clusters.Reports.PROD;
import static io.tagtrail.server.clusters.Reports.digest;
import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.cluster.Consumption;
import io.tagtrail.core.cluster.Health;
import io.tagtrail.core.model.Digest;
import io.tagtrail.server.clusters.ClusterTruth.Via;
import io.tagtrail.testkit.ledger.InMemoryNotes;
import io.tagtrail.testkit.ledger.SetClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is made of clocks that do not agree.
class ClusterClocksTest {
  private static final Instant START = Instant.parse("2026-11-22T04:00:00Z");
  private static final Duration STALE = Duration.ofMinutes(5);

  private final SetClock clock = SetClock.at(START.toString());
  private final InMemoryNotes notes = new InMemoryNotes();
  private final ClusterTruth truth = process();

  private ClusterTruth process() {
    return new ClusterTruth(notes, clock, STALE, PROD::equals, Duration.ZERO);
  }

  private Instant after(Duration time) {
    clock.set(START.plus(time));
    return clock.instant();
  }

  private Consumption one(ClusterTruth of) {
    var all = of.of(PROD, clock.instant());
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private @Nullable Digest has(ClusterTruth of) {
    return one(of).source().consumed();
  }

  @Test
  void a_clock_that_is_behind_makes_nothing_stale_and_its_times_are_put_right() {
    var behind = START.minus(Duration.ofHours(3));
    truth.take(
        Reports.of("eu", behind, Reports.source(PROD, digest(1), behind, Health.HEALTHY)),
        Via.AGENT);
    assertThat(one(truth).stale()).isFalse();
    assertThat(one(truth).source().since()).isEqualTo(START);
    assertThat(one(truth).source().workloads().getFirst().since()).isEqualTo(START);
    assertThat(truth.seen(START).getFirst().claimed()).isEqualTo(behind);
  }

  @Test
  void a_clock_that_is_ahead_is_never_fresh_for_longer_and_shuts_nothing_out_when_it_is_mended() {
    truth.take(Reports.of("eu", START.plus(Duration.ofDays(1)), 1, Health.HEALTHY), Via.AGENT);
    after(Duration.ofHours(1));
    assertThat(one(truth).stale()).isTrue();
    assertThat(truth.take(Reports.of("eu", clock.instant(), 2, Health.HEALTHY), Via.AGENT))
        .isTrue();
    assertThat(has(truth)).isEqualTo(digest(2));
  }

  @Test
  void when_it_was_looked_into_goes_by_our_own_clock_and_never_after_it_was_heard_of() {
    after(Duration.ofMinutes(1));
    // Told a minute after it was so, by clocks that agree.
    truth.take(Reports.of("eu", START, 1, Health.HEALTHY), Via.AGENT);
    assertThat(one(truth).looked()).isEqualTo(START);
    assertThat(one(truth).heard()).isEqualTo(clock.instant());
    // By clocks that do not, only when it was told is known.
    for (long minutes : new long[] {-180, -3, 1, 180}) {
      truth.forget("eu");
      var theirs = clock.instant().plus(Duration.ofMinutes(minutes));
      truth.take(Reports.of("eu", theirs, 1, Health.HEALTHY), Via.AGENT);
      assertThat(one(truth).looked()).as("%d min", minutes).isEqualTo(clock.instant());
    }
    truth.forget("eu");
    truth.take(Reports.of("eu", START.minusSeconds(600), 1, Health.HEALTHY), Via.WATCH);
    assertThat(one(truth).looked()).as("our own clock").isEqualTo(START.minusSeconds(600));
    assertThat(one(truth).partial()).isFalse();
    var partly =
        new ClusterReport(
            "eu",
            clock.instant(),
            List.of(Reports.source(PROD, digest(1), START, Health.HEALTHY)),
            "helmreleases may not be read");
    truth.take(partly, Via.WATCH);
    assertThat(one(truth).partial()).isTrue();
  }

  @Test
  void a_clock_that_was_set_back_silences_nobody_for_longer_than_two_minutes() {
    truth.take(Reports.of("eu", START, 1, Health.HEALTHY), Via.AGENT);
    after(Duration.ofSeconds(30));
    var back = Duration.ofHours(2);
    assertThat(
            truth.take(Reports.of("eu", clock.instant().minus(back), 2, Health.HEALTHY), Via.AGENT))
        .isFalse();
    after(Duration.ofSeconds(130));
    assertThat(
            truth.take(Reports.of("eu", clock.instant().minus(back), 2, Health.HEALTHY), Via.AGENT))
        .isTrue();
    after(Duration.ofSeconds(160));
    assertThat(
            process()
                .take(Reports.of("eu", clock.instant().minus(back), 3, Health.HEALTHY), Via.AGENT))
        .isTrue();
    assertThat(has(truth)).isEqualTo(digest(3));
  }
}
