package io.tagtrail.server.http;

import io.tagtrail.core.model.Alias;
import io.tagtrail.server.http.metric.Metrics;
import io.tagtrail.server.sentinel.Look;
import io.tagtrail.server.sentinel.Sentinel;
import io.tagtrail.server.sentinel.SentinelListener;
import java.util.function.Supplier;

/// What the sentinel does, in numbers.
record SentinelMeters(Metrics metrics, Supplier<Engine> engine) implements SentinelListener {
  @Override
  public void looked(Look.Result result) {
    metrics.sentinelLook(result.label());
  }

  @Override
  public void answered(Alias alias, String answer) {
    metrics.sentinelAnswer(engine.get().environment(alias), answer);
  }

  void gauges(Sentinel sentinel) {
    metrics.gauge(
        "tagtrail_sentinel_watched", "Aliases whose tags this process watches.", sentinel::watched);
    metrics.gauge(
        "tagtrail_sentinel_moved_outside",
        "Aliases that are moved outside, as the ledger says.",
        sentinel::movedOutside);
    metrics.gauge(
        "tagtrail_sentinel_oldest_look_seconds",
        "Age of the newest look at the alias that was not looked at for longest.",
        sentinel::oldestLook);
    metrics.gauge(
        "tagtrail_sentinel_restoring_off",
        "1 if nothing is brought back by itself until somebody has looked.",
        () -> sentinel.isOff() ? 1 : 0);
  }
}
