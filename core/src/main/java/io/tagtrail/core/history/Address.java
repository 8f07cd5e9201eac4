package io.tagtrail.core.history;

import io.tagtrail.core.json.Times;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/// A place in an alias's history, in git's way of writing:
///
/// | text | what |
/// |---|---|
/// | `shop/prod` | what is governed now |
/// | `shop/prod~1` | the bundle before that; `~2` the one before that one |
/// | `shop/prod#42` | the change with sequence 42 |
/// | `shop/prod@{2026-02-14T12:00:00Z}`, `@{2026-02-14}`, `@{2.hours.ago}`, `@{yesterday}` | what it was then |
public record Address(Alias alias, At at) {
  private static final Pattern AGO =
      Pattern.compile("(\\d{1,9})[. ](second|minute|hour|day|week)s?[. ]ago");
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  /// Which place.
  public sealed interface At {
    record Now() implements At {}

    record Back(int steps) implements At {}

    record Sequence(long sequence) implements At {}

    record Then(Instant time) implements At {}
  }

  /// @param now what relative times are counted from
  /// @throws InvalidValueException if the text is no address
  public static Address parse(String text, Instant now) {
    int mark = firstMark(text);
    var alias = Alias.parse(mark < 0 ? text : text.substring(0, mark));
    return new Address(alias, mark < 0 ? new At.Now() : at(text.substring(mark), now));
  }

  private static int firstMark(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '~' || c == '#' || c == '@') {
        return i;
      }
    }
    return -1;
  }

  /// Parses what follows the alias: `~1`, `#42`, `@{…}`.
  public static At at(String text, Instant now) {
    try {
      if (text.matches("~\\d{0,6}")) {
        return new At.Back(text.length() == 1 ? 1 : Integer.parseInt(text.substring(1)));
      }
      if (text.matches("#\\d{1,18}")) {
        return new At.Sequence(Long.parseLong(text.substring(1)));
      }
      if (text.startsWith("@{") && text.endsWith("}")) {
        return new At.Then(time(text.substring(2, text.length() - 1), now));
      }
    } catch (DateTimeException | ArithmeticException e) {
      throw malformed(text, e);
    }
    throw malformed(text, null);
  }

  /// Parses a time: RFC 3339, a date (its first moment, UTC), `2.hours.ago`, `yesterday`, `now`.
  ///
  /// @throws InvalidValueException if it is none, or not in the years 0 to 9999, the only ones that
  ///   the ledger can write
  public static Instant time(String text, Instant now) {
    var time = anyTime(text, now);
    if (time.isBefore(FIRST) || !time.isBefore(END)) {
      throw notATime(text, null);
    }
    return time;
  }

  private static Instant anyTime(String text, Instant now) {
    var ago = AGO.matcher(text);
    if (ago.matches()) {
      long count = Long.parseLong(ago.group(1));
      return switch (ago.group(2)) {
        case "second" -> now.minus(count, ChronoUnit.SECONDS);
        case "minute" -> now.minus(count, ChronoUnit.MINUTES);
        case "hour" -> now.minus(count, ChronoUnit.HOURS);
        case "day" -> now.minus(count, ChronoUnit.DAYS);
        default -> now.minus(Math.multiplyExact(count, 7), ChronoUnit.DAYS);
      };
    }
    return switch (text) {
      case "now" -> now;
      case "yesterday" -> now.minus(1, ChronoUnit.DAYS);
      default -> {
        try {
          yield text.length() == 10
              ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
              : Times.millis(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
          throw notATime(text, e);
        }
      }
    };
  }

  private static InvalidValueException notATime(
      String text, @org.jspecify.annotations.Nullable Exception cause) {
    var message =
        "not a time: '%s' (2026-02-14T12:00:00Z, 2026-02-14, 2.hours.ago, yesterday)"
            .formatted(Text.clipped(text, 60));
    return cause == null
        ? new InvalidValueException(message)
        : new InvalidValueException(message, cause);
  }

  private static InvalidValueException malformed(
      String text, @org.jspecify.annotations.Nullable Exception cause) {
    var message =
        "not a place in a history: '%s' (~1, #42, @{2026-02-14T12:00:00Z}, @{2.hours.ago})"
            .formatted(Text.clipped(text, 60));
    return cause == null
        ? new InvalidValueException(message)
        : new InvalidValueException(message, cause);
  }

  @Override
  public String toString() {
    return alias
        + switch (at) {
          case At.Now now -> "";
          case At.Back back -> "~" + back.steps();
          case At.Sequence sequence -> "#" + sequence.sequence();
          case At.Then then -> "@{" + then.time() + "}";
        };
  }
}
