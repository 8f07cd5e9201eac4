package io.tagtrail.server.config;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.policy.Window;
import java.time.Duration;
import java.util.List;

/// How it is made sure that there is a way back.
///
/// @param enabled whether the server looks by itself
/// @param every how often each alias is looked at
/// @param rehearsal when all are looked at for the report; its beginnings count
/// @param requests at most so many a second to one registry
/// @param atOnce how many aliases are looked at at once
/// @param retention the registries' own rules of retention
public record ReadinessConfig(
    boolean enabled,
    Duration every,
    Window rehearsal,
    int requests,
    int atOnce,
    List<RetentionConfig> retention) {
  static final Duration USUAL_EVERY = Duration.ofHours(6);
  static final int USUAL_REQUESTS = 50;
  static final int USUAL_AT_ONCE = 4;
  private static final Duration LEAST = Duration.ofMinutes(1);

  public static final ReadinessConfig USUAL =
      new ReadinessConfig(
          true, USUAL_EVERY, daily("0 3 * * *", "UTC"), USUAL_REQUESTS, USUAL_AT_ONCE, List.of());

  public ReadinessConfig {
    retention = List.copyOf(retention);
    if (every.compareTo(LEAST) < 0 || every.compareTo(Duration.ofDays(30)) > 0) {
      throw new InvalidValueException("every is 1m to 30d, not " + Durations.text(every));
    }
    if (requests < 1 || requests > 10_000) {
      throw new InvalidValueException("requests is 1 to 10000 a second, not " + requests);
    }
    if (atOnce < 1 || atOnce > 64) {
      throw new InvalidValueException("atOnce is 1 to 64, not " + atOnce);
    }
  }

  /// A window of which only the beginnings count.
  static Window daily(String cron, String zone) {
    return new Window(
        "rehearsal", Window.Kind.ALLOW, cron, Duration.ofMinutes(1), null, null, zone, null);
  }
}
