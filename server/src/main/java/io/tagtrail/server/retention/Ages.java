package io.tagtrail.server.retention;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/// Lengths of time in the forms that vendors have for them.
final class Ages {
  private static final Pattern PART =
      Pattern.compile("\\s*([0-9]+(?:\\.[0-9]+)?)\\s*([a-zA-Zµ]+)\\s*");

  /// Go's `time.ParseDuration`: `168h`, `1h30m`.
  private static final Map<String, Duration> GO =
      Map.of(
          "ns", Duration.ofNanos(1),
          "us", Duration.ofNanos(1_000),
          "µs", Duration.ofNanos(1_000),
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1));

  private Ages() {}

  static Duration go(String text) {
    return parse(text, GO);
  }

  /// Days before a Go duration, as `acr purge --ago` has it: `30d`, `2d3h6m`.
  static Duration acr(String text) {
    var units = new java.util.HashMap<>(GO);
    units.put("d", Duration.ofDays(1));
    return parse(text, units);
  }

  /// `30d`, `12h`, `2592000s` of cleanup policies of Artifact Registry.
  static Duration google(String text) {
    return parse(
        text,
        Map.of(
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1)));
  }

  /// The Rust crate humantime: `2w 3d`, `1month`.
  static Duration human(String text) {
    return parse(
        text,
        Map.ofEntries(
            Map.entry("s", Duration.ofSeconds(1)),
            Map.entry("sec", Duration.ofSeconds(1)),
            Map.entry("second", Duration.ofSeconds(1)),
            Map.entry("seconds", Duration.ofSeconds(1)),
            Map.entry("m", Duration.ofMinutes(1)),
            Map.entry("min", Duration.ofMinutes(1)),
            Map.entry("minute", Duration.ofMinutes(1)),
            Map.entry("minutes", Duration.ofMinutes(1)),
            Map.entry("h", Duration.ofHours(1)),
            Map.entry("hr", Duration.ofHours(1)),
            Map.entry("hour", Duration.ofHours(1)),
            Map.entry("hours", Duration.ofHours(1)),
            Map.entry("d", Duration.ofDays(1)),
            Map.entry("day", Duration.ofDays(1)),
            Map.entry("days", Duration.ofDays(1)),
            Map.entry("w", Duration.ofDays(7)),
            Map.entry("week", Duration.ofDays(7)),
            Map.entry("weeks", Duration.ofDays(7)),
            Map.entry("M", Duration.ofSeconds(2_630_016)),
            Map.entry("month", Duration.ofSeconds(2_630_016)),
            Map.entry("months", Duration.ofSeconds(2_630_016)),
            Map.entry("y", Duration.ofSeconds(31_557_600)),
            Map.entry("year", Duration.ofSeconds(31_557_600)),
            Map.entry("years", Duration.ofSeconds(31_557_600))));
  }

  private static Duration parse(String text, Map<String, Duration> units) {
    var matcher = PART.matcher(text);
    var total = Duration.ZERO;
    int end = 0;
    while (end < text.length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw wrong(text);
      }
      var unit = units.get(matcher.group(2));
      if (unit == null) {
        throw wrong(text);
      }
      end = matcher.end();
      try {
        total = total.plus(times(unit, new BigDecimal(matcher.group(1))));
      } catch (ArithmeticException e) {
        throw wrong(text);
      }
    }
    if (text.isBlank()) {
      throw wrong(text);
    }
    return total;
  }

  /// More than 150 years is as good as for ever.
  private static Duration times(Duration unit, BigDecimal count) {
    var millis =
        count.multiply(BigDecimal.valueOf(unit.toNanos()).divide(BigDecimal.valueOf(1_000_000L)));
    var most = BigDecimal.valueOf(Duration.ofDays(150L * 365).toMillis());
    return Duration.ofMillis(millis.min(most).longValue());
  }

  private static InvalidValueException wrong(String text) {
    return new InvalidValueException("not a length of time here: " + Text.clipped(text, 40));
  }
}
