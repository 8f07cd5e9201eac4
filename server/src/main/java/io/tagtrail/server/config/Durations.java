package io.tagtrail.server.config;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.time.Duration;
import java.util.regex.Pattern;

/// Durations as people write them: `90d`, `12h`, `30m`, `10s`, `250ms`.
public final class Durations {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  private Durations() {}

  /// @throws InvalidValueException if the text has not that form
  public static Duration parse(String text) {
    var match = FORM.matcher(text);
    if (!match.matches()) {
      throw new InvalidValueException(
          "not a duration: '%s' (90d, 12h, 30m, 10s, 250ms)".formatted(Text.clipped(text, 40)));
    }
    long count = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  /// The same form, in the greatest unit that is exact.
  public static String text(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1_000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1_000;
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + "s";
    }
    if (seconds % 3_600 != 0) {
      return seconds / 60 + "m";
    }
    return seconds % 86_400 != 0 ? seconds / 3_600 + "h" : seconds / 86_400 + "d";
  }
}
