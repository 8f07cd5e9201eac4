package io.tagtrail.server.rules;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.core.policy.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A window that returns. Its cron expression and its length are of the clock on the wall: `0 18 *
/// * 5` for 62 hours is Friday 18:00 to Monday 08:00, also where the clocks change in between.
///
/// Where the clock jumps forward over a beginning or an end, that is the moment of the jump. Where
/// the clock shows a time twice, a window begins at the first of the two and ends at the first; one
/// that denies ends at the second.
final class Recurrence implements Span {
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
  private static final Map<String, ExecutionTime> PARSED = new ConcurrentHashMap<>();
  private static final int CACHED = 1_000;

  private final ExecutionTime times;
  private final Duration length;
  private final ZoneId zone;
  private final boolean denies;

  private Recurrence(ExecutionTime times, Duration length, ZoneId zone, boolean denies) {
    this.times = times;
    this.length = length;
    this.zone = zone;
    this.denies = denies;
  }

  /// @throws InvalidValueException if the window's cron expression is none
  static Recurrence of(Window window) {
    return new Recurrence(
        times(Objects.requireNonNull(window.cron())),
        Objects.requireNonNull(window.duration()),
        ZoneId.of(window.zone()),
        window.kind() == Window.Kind.DENY);
  }

  /// @throws InvalidValueException if the window's cron expression is none, or never comes
  static void check(Window window) {
    if (window.cron() == null) {
      return;
    }
    if (of(window).nextStart(Instant.EPOCH) == null) {
      throw new InvalidValueException(
          "the window %s never opens: %s"
              .formatted(window.name(), Text.clipped(window.cron(), 100)));
    }
  }

  private static ExecutionTime times(String cron) {
    if (PARSED.size() > CACHED) {
      PARSED.clear();
    }
    return PARSED.computeIfAbsent(
        cron,
        text -> {
          try {
            return ExecutionTime.forCron(PARSER.parse(text).validate());
          } catch (IllegalArgumentException e) {
            throw new InvalidValueException(
                "not a cron expression of five fields (minute, hour, day, month, weekday): '%s': %s"
                    .formatted(
                        Text.clipped(text, 100), Text.clipped(String.valueOf(e.getMessage()), 160)),
                e);
          }
        });
  }

  @Override
  public boolean covers(Instant now) {
    return endAfter(now) != null;
  }

  /// The latest occurrence that began at or before the time ends last of all that did.
  @Override
  public @Nullable Instant endAfter(Instant now) {
    // Beginnings of the next day's clock can be over already where the clock was turned back.
    var wall = wall(now.plus(Duration.ofHours(3)));
    for (var start = last(wall); start != null; start = last(start.minusSeconds(1))) {
      if (instant(start, false).isAfter(now)) {
        continue;
      }
      var end = instant(start.plus(length), denies);
      return end.isAfter(now) ? end : null;
    }
    return null;
  }

  @Override
  public @Nullable Instant nextStart(Instant now) {
    var wall = wall(now.minus(Duration.ofHours(3)));
    for (var start = next(wall); start != null; start = next(start)) {
      var instant = instant(start, false);
      if (instant.isAfter(now)) {
        return instant;
      }
    }
    return null;
  }

  private LocalDateTime wall(Instant instant) {
    return LocalDateTime.ofInstant(instant, zone);
  }

  // The library is asked in UTC, where every time of the wall is there once: what the clocks of a
  // zone do is decided here.
  private @Nullable LocalDateTime last(LocalDateTime at) {
    // It gives what is strictly before; a start at this very second counts.
    return times
        .lastExecution(at.plusSeconds(1).atZone(ZoneOffset.UTC))
        .map(ZonedDateTime::toLocalDateTime)
        .orElse(null);
  }

  private @Nullable LocalDateTime next(LocalDateTime at) {
    return times
        .nextExecution(at.atZone(ZoneOffset.UTC))
        .map(ZonedDateTime::toLocalDateTime)
        .orElse(null);
  }

  private Instant instant(LocalDateTime wall, boolean later) {
    var jump = zone.getRules().getTransition(wall);
    if (jump != null && jump.isGap()) {
      return jump.getInstant();
    }
    var first = ZonedDateTime.ofLocal(wall, zone, null);
    return (later ? first.withLaterOffsetAtOverlap() : first.withEarlierOffsetAtOverlap())
        .toInstant();
  }
}
