package io.tagtrail.flux.kube;

import java.time.Duration;

/// How patient a watcher is.
///
/// @param chunk objects in one answer of a list
/// @param answer how long to wait for the beginning of an answer
/// @param silence after how long without a byte a watch is taken for dead; a living one brings a
///   bookmark each minute
/// @param lasts after how long a watch is to be ended by the cluster
/// @param least the first pause after a failure; each further one is twice as long, with jitter
/// @param most the longest pause
/// @param absent how often to look whether a kind that is missing or forbidden can be read now
/// @param settle how long changes are gathered before they are reported
/// @param report how often it is reported where nothing changes
public record WatchSettings(
    int chunk,
    Duration answer,
    Duration silence,
    Duration lasts,
    Duration least,
    Duration most,
    Duration absent,
    Duration settle,
    Duration report) {
  public static final WatchSettings USUAL =
      new WatchSettings(
          250,
          Duration.ofSeconds(30),
          Duration.ofSeconds(90),
          Duration.ofSeconds(270),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30));

  public WatchSettings {
    if (chunk < 1 || least.isNegative() || most.compareTo(least) < 0) {
      throw new IllegalArgumentException("settings of a watch that cannot be");
    }
  }

  /// These, with reports as often as that.
  public WatchSettings reporting(Duration every) {
    return new WatchSettings(chunk, answer, silence, lasts, least, most, absent, settle, every);
  }
}
