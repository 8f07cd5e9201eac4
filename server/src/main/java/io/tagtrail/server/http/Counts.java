package io.tagtrail.server.http;

import io.tagtrail.server.config.Config;
import io.tagtrail.server.http.metric.Metrics;

/// Begins the counts that alerts ask about, as a configuration has them: a count that begins at one
/// is no increase to Prometheus, and the first failure is the one that matters.
final class Counts {
  private Counts() {}

  static void begin(Config config, Metrics metrics) {
    config
        .policy()
        .environments()
        .forEach((name, rules) -> {
          metrics.sentinelWatches(name);
          if (!rules.assurance().signing().isEmpty()) {
            metrics.signs(name);
          }
        });
    var flux = config.around().flux();
    flux.receivers().forEach(receiver -> metrics.tells(receiver.name()));
    flux.hooks().forEach(hook -> metrics.listens(hook.name()));
  }
}
