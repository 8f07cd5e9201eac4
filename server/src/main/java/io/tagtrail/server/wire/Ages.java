package io.tagtrail.server.wire;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Times for people: UTC, and how long ago.
public final class Ages {
  private Ages() {}

  /// `2026-02-14 10:00 UTC`.
  public static String utc(Instant time) {
    var text = time.truncatedTo(ChronoUnit.MINUTES).toString();
    return text.substring(0, text.length() - 4).replace('T', ' ') + " UTC";
  }

  /// `2026-02-14 10:00 UTC, 2 h ago`.
  public static String both(Instant time, Instant now) {
    return utc(time) + ", " + ago(time, now);
  }

  /// `2 h ago`, `just now`, `in 5 min`.
  public static String ago(Instant time, Instant now) {
    var since = Duration.between(time, now);
    if (since.abs().toSeconds() < 5) {
      return "just now";
    }
    return since.isNegative() ? "in " + length(since.abs()) : length(since) + " ago";
  }

  /// `42 s`, `5 min`, `2 h`, `3 d`: the largest unit that counts at least two, but for the seconds.
  public static String length(Duration duration) {
    if (duration.toSeconds() < 120) {
      return duration.toSeconds() + " s";
    }
    if (duration.toMinutes() < 120) {
      return duration.toMinutes() + " min";
    }
    return duration.toHours() < 48 ? duration.toHours() + " h" : duration.toDays() + " d";
  }
}
