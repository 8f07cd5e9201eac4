package io.tagtrail.server.config;

import io.tagtrail.core.json.Times;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.policy.Window;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/// Reads a window: `{name, kind, cron, for, zone, reason}`, or `{name, kind, from, to, …}`.
final class WindowReader {
  private WindowReader() {}

  static Window read(YamlView view, Expressions expressions) {
    var name = view.text("name");
    var kind = view.parsed("kind", Window.Kind::parse, Window.Kind.DENY);
    var cron = view.text("cron");
    var duration = view.parsed("for", Durations::parse);
    var zone = view.parsed("zone", WindowReader::zone, "UTC");
    var from = view.parsed("from", text -> time(text, zone));
    var to = view.parsed("to", text -> time(text, zone));
    var reason = view.text("reason");
    view.done();
    if (name == null) {
      throw view.error("needs a name, which refusals name");
    }
    return view.checked(() -> {
      var window = new Window(name, kind, cron, duration, from, to, zone, reason);
      expressions.window(window);
      return window;
    });
  }

  private static String zone(String text) {
    try {
      return ZoneId.of(text).getId();
    } catch (DateTimeException e) {
      throw new InvalidValueException("not a time zone, as in Europe/Berlin or UTC", e);
    }
  }

  /// An instant, or a date with or without a time of the window's zone.
  private static Instant time(String text, String zone) {
    try {
      var time = Times.millis(instant(text, zone));
      // Of the years that the ledger can write.
      return Times.parse(Times.format(time));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new InvalidValueException(
          "not a time: 2026-12-20, 2026-12-20T18:00 (of the window's zone) or 2026-12-20T18:00:00Z",
          e);
    }
  }

  private static Instant instant(String text, String zone) {
    if (text.endsWith("Z") || text.matches(".*T.*[+-]\\d\\d:\\d\\d")) {
      return OffsetDateTime.parse(text).toInstant();
    }
    var local =
        text.indexOf('T') < 0 ? LocalDate.parse(text).atStartOfDay() : LocalDateTime.parse(text);
    return local.atZone(ZoneId.of(zone)).toInstant();
  }
}
