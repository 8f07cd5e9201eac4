package io.tagtrail.server.nudge;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Receivers that do not answer are left alone for a while, longer each time: calls to them would
/// only wait, one after the other.
final class Pauses {
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Map<String, Pause> pauses = new HashMap<>();

  private record Pause(Instant until, Duration length, String why) {}

  /// Why this receiver is not to be called now; null where it may be.
  synchronized @Nullable String why(String receiver, Instant now) {
    var pause = pauses.get(receiver);
    return pause == null || !now.isBefore(pause.until())
        ? null
        : "%s; it is called again after %s".formatted(pause.why(), pause.until());
  }

  synchronized void away(String receiver, Instant now, String why) {
    var before = pauses.get(receiver);
    if (before != null && now.isBefore(before.until())) {
      // Calls that were under way together are one failure.
      return;
    }
    var length = before == null ? FIRST : before.length().multipliedBy(2);
    var bounded = length.compareTo(LONGEST) > 0 ? LONGEST : length;
    pauses.put(receiver, new Pause(now.plus(bounded), bounded, why));
  }

  synchronized void answered(String receiver) {
    pauses.remove(receiver);
  }
}
