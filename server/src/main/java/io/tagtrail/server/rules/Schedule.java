package io.tagtrail.server.rules;

import io.tagtrail.core.policy.Window;
import java.time.Instant;
import java.util.Optional;

/// When something that returns comes next.
public final class Schedule {
  private Schedule() {}

  /// The first beginning of a window after a time; empty where there is none any more.
  public static Optional<Instant> next(Window window, Instant after) {
    return window.cron() == null
        ? Optional.ofNullable(window.from()).filter(from -> from.isAfter(after))
        : Optional.ofNullable(Recurrence.of(window).nextStart(after));
  }
}
