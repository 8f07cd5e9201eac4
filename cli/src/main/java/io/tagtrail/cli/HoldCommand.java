package io.tagtrail.cli;

import io.tagtrail.core.event.Stop;
import io.tagtrail.core.history.Address;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail hold ALIAS`
@Command(name = "hold", description = "Stops moves of an alias: forward ones, or all.")
final class HoldCommand extends StopVerb {
  private static final Pattern LENGTH = Pattern.compile("(\\d{1,5})(min|m|h|d)");

  @Parameters(index = "0", paramLabel = "ALIAS", description = "application/environment")
  String alias = "";

  @Option(names = "--all", description = "rollbacks too")
  boolean all;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description =
          "when it ends by itself: 2026-02-14T12:00:00Z, 2026-02-14, or 30min, 4h, 2d from now")
  @Nullable String until;

  @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "why; for people")
  String reason = "";

  HoldCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    var end = until == null ? null : time(until, session().now());
    try (var tagtrail = session().open()) {
      var target = tagtrail.alias(alias);
      var scope = all ? Stop.Scope.ALL : Stop.Scope.FORWARD;
      var result = tagtrail.controls().hold(target, scope, end, ask(reason));
      return answer(
          tagtrail,
          result,
          target.toString(),
          "is on hold for "
              + (all ? "all moves" : "forward moves")
              + (end == null ? "" : " until " + end));
    }
  }

  /// @throws InvalidValueException if it is no time, or one that has passed
  static Instant time(String text, Instant now) {
    var length = LENGTH.matcher(text);
    Instant time;
    if (length.matches()) {
      long count = Long.parseLong(length.group(1));
      time =
          now.plus(
              switch (length.group(2)) {
                case "h" -> Duration.ofHours(count);
                case "d" -> Duration.ofDays(count);
                default -> Duration.ofMinutes(count);
              });
    } else {
      time = moment(text, now);
    }
    // The ledger's times have milliseconds: what is said is what is kept.
    time = time.truncatedTo(ChronoUnit.MILLIS);
    if (!time.isAfter(now)) {
      throw new InvalidValueException(
          "--until names a time that has passed: %s".formatted(Text.clipped(text, 60)));
    }
    return time;
  }

  private static Instant moment(String text, Instant now) {
    try {
      return Address.time(text, now);
    } catch (InvalidValueException e) {
      throw new InvalidValueException(
          "--until is no time: '%s' (2026-02-14T12:00:00Z, 2026-02-14, 30min, 4h, 2d)"
              .formatted(Text.clipped(text, 60)),
          e);
    }
  }
}
