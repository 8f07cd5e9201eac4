package io.tagtrail.server.clusters;

import io.tagtrail.server.config.ClustersConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Looks into the clusters of the configuration when somebody asks for them: for a process that
/// lives no longer than its question. The first question waits for a moment until they answered.
final class ClusterLook implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long PAUSE_MILLIS = 50;

  private final ClustersConfig config;
  private final ClusterTruth truth;
  private final InstantSource clock;
  private final ClusterWatching watching;
  private boolean begun;

  ClusterLook(ClustersConfig config, ClusterTruth truth, InstantSource clock) {
    this.config = config;
    this.truth = truth;
    this.clock = clock;
    this.watching = new ClusterWatching(() -> truth, clock);
  }

  synchronized void look() {
    if (begun || config.watched().isEmpty()) {
      return;
    }
    begun = true;
    var start = clock.instant();
    watching.follow(config);
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!allHeardSince(start) && System.nanoTime() - end < 0) {
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// One that cannot be reached says so too, and is not waited for.
  private boolean allHeardSince(Instant start) {
    return config.watched().keySet().stream().allMatch(name -> truth.tookSince(name, start));
  }

  @Override
  public void close() {
    watching.close();
  }
}
