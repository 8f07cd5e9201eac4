package io.tagtrail.server.http.endpoint;

import io.tagtrail.core.model.InvalidValueException;
import java.time.DateTimeException;
import java.time.Duration;

/// Durations of requests.
final class Times {
  private static final Duration MOST = Duration.ofDays(366);

  private Times() {}

  /// @param text ISO 8601, as PT24H or P30D
  /// @throws InvalidValueException if it is anything else, or less than a second or over 366 days
  static Duration duration(String text) {
    try {
      var duration = Duration.parse(text);
      if (duration.toSeconds() >= 1 && duration.compareTo(MOST) <= 0) {
        return duration;
      }
    } catch (DateTimeException | ArithmeticException e) {
      throw new InvalidValueException("ttl is not a duration as PT24H or P30D (ISO 8601)", e);
    }
    throw new InvalidValueException("ttl is a second to 366 days");
  }
}
