package io.tagtrail.core.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/// Times as the ledger writes them: RFC 3339, UTC, exactly three digits of a second, always 24
/// characters. A fixed width means that an event can be measured before its time is known.
public final class Times {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final int WIDTH = 24;

  private Times() {}

  /// @throws IllegalArgumentException for a year before 0 or after 9999: it would not have that
  ///   width
  public static String format(Instant time) {
    var text = FORM.format(time);
    if (text.length() != WIDTH || text.charAt(0) == '-') {
      throw new IllegalArgumentException("a time beyond the years 0 to 9999: " + time);
    }
    return text;
  }

  /// @throws JsonException if the text has not exactly that form
  public static Instant parse(String text) {
    try {
      if (text.length() == WIDTH) {
        var time = Instant.parse(text);
        if (format(time).equals(text)) {
          return time;
        }
      }
    } catch (DateTimeException e) {
      throw new JsonException("not a time of the form 2026-01-31T12:00:00.000Z: " + text, e);
    }
    throw new JsonException("not a time of the form 2026-01-31T12:00:00.000Z: " + text);
  }

  /// The time without what the ledger does not keep.
  public static Instant millis(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS);
  }
}
