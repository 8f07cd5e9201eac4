package io.tagtrail.server.sentinel;

import io.tagtrail.core.model.Alias;

/// Told of what a sentinel does: for the metrics. Called from any thread; must not block.
public interface SentinelListener {
  SentinelListener NONE =
      new SentinelListener() {
        @Override
        public void looked(Look.Result result) {
          // Nobody counts.
        }

        @Override
        public void answered(Alias alias, String answer) {
          // Nobody counts.
        }
      };

  /// A tag was looked at.
  void looked(Look.Result result);

  /// Something was found and answered.
  ///
  /// @param answer one of a few fixed words: `found`, `restored`, `refused`, `break-glass` …
  void answered(Alias alias, String answer);
}
