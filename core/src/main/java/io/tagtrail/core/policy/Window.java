package io.tagtrail.core.policy;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.json.Times;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A time in which forward moves go through, or do not. Either it returns (`cron` and `duration`)
/// or it is there once (`from` and `to`). Where windows disagree, the one that denies wins; where
/// there are windows that allow, one of them has to be open.
///
/// @param cron five fields (minute, hour, day, month, weekday): when it begins
/// @param duration how long it then lasts
/// @param from when a window that is there once begins; null: it has begun
/// @param to when that ends; null: it does not end
/// @param zone the time zone that `cron` is meant in, by its name in the tz database
/// @param reason why it is there, for whom it stops
public record Window(
    String name,
    Kind kind,
    @Nullable String cron,
    @Nullable Duration duration,
    @Nullable Instant from,
    @Nullable Instant to,
    String zone,
    @Nullable String reason) {
  public static final int CRON_BYTES = 256;
  public static final int REASON_BYTES = 200;

  /// What a window does while it is open.
  public enum Kind {
    ALLOW,
    DENY;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// @throws InvalidValueException if it is neither `allow` nor `deny`
    public static Kind parse(String label) {
      return switch (label) {
        case "allow" -> ALLOW;
        case "deny" -> DENY;
        default ->
            throw new InvalidValueException(
                "a window allows or denies, not: " + Text.clipped(label, 60));
      };
    }
  }

  public Window {
    Gates.name("a window", name);
    from = from == null ? null : Times.millis(from);
    to = to == null ? null : Times.millis(to);
    if ((cron == null) == (from == null && to == null)) {
      throw new InvalidValueException(
          "the window %s returns (cron and duration) or is there once (from and to), and not both"
              .formatted(name));
    }
    if ((cron == null) != (duration == null)) {
      throw new InvalidValueException(
          "the window %s needs a duration with its cron, and only with it".formatted(name));
    }
    if (cron != null) {
      Text.bounded("the cron of the window " + name, cron, CRON_BYTES);
    }
    if (duration != null
        && (duration.isZero() || duration.isNegative() || duration.compareTo(Gates.LONGEST) > 0)) {
      throw new InvalidValueException(
          "the window %s lasts up to %d days, not %s"
              .formatted(name, Gates.LONGEST.toDays(), duration));
    }
    if (from != null && to != null && !from.isBefore(to)) {
      throw new InvalidValueException("the window %s ends before it begins".formatted(name));
    }
    zone(name, zone);
    if (reason != null) {
      Text.bounded("the reason of the window " + name, reason, REASON_BYTES);
    }
  }

  private static void zone(String name, String zone) {
    try {
      ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new InvalidValueException(
          "the window %s has no time zone that is known: %s (as in Europe/Berlin)"
              .formatted(name, Text.clipped(zone, 60)),
          e);
    }
  }

  Json toJson() {
    return new ObjectBuilder()
        .put("name", name)
        .put("kind", kind.label())
        .put("cron", cron)
        .putText("duration", duration)
        .put("from", from)
        .put("to", to)
        .put("zone", zone)
        .put("reason", reason)
        .build();
  }

  static Window fromJson(ObjectView view) {
    return new Window(
        view.needText("name"),
        view.needParsed("kind", Kind::parse),
        view.text("cron"),
        view.parsed("duration", Duration::parse),
        view.time("from"),
        view.time("to"),
        view.needText("zone"),
        view.text("reason"));
  }
}
