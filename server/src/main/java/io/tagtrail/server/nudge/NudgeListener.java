package io.tagtrail.server.nudge;

/// Hears what came of calls, for the metrics.
public interface NudgeListener {
  NudgeListener NONE = (receiver, result, seconds) -> {};

  /// @param receiver its name in the configuration
  /// @param result one of `taken`, `refused`, `away`, `superseded`, `expired`
  /// @param seconds since the event was recorded
  void nudged(String receiver, String result, double seconds);
}
