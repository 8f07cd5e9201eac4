package io.tagtrail.server.config;

import io.tagtrail.core.model.InvalidValueException;
import java.time.Duration;
import java.util.Map;

/// How the server watches for moves that did not come through it.
///
/// @param watch whether it does
/// @param interval how often each alias's tag is looked at
/// @param environments other intervals, by environment
/// @param requests at most so many looks a second at one registry
/// @param registries other budgets, by registry
public record SentinelConfig(
    boolean watch,
    Duration interval,
    Map<String, Duration> environments,
    int requests,
    Map<String, Integer> registries) {
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofDays(1);
  private static final int MOST_REQUESTS = 10_000;

  public static final SentinelConfig USUAL =
      new SentinelConfig(true, Duration.ofMinutes(1), Map.of(), 50, Map.of());

  public SentinelConfig {
    environments = Map.copyOf(environments);
    registries = Map.copyOf(registries);
    interval(interval);
    environments.values().forEach(SentinelConfig::interval);
    budget(requests);
    registries.values().forEach(SentinelConfig::budget);
  }

  /// How often the tags of an environment are looked at.
  public Duration interval(String environment) {
    return environments.getOrDefault(environment, interval);
  }

  /// How many looks a second a registry is asked for at most.
  public int budget(String registry) {
    return registries.getOrDefault(registry, requests);
  }

  private static void interval(Duration each) {
    if (each.compareTo(LEAST) < 0 || each.compareTo(MOST) > 0) {
      throw new InvalidValueException("an interval is 1s to 1d, not " + Durations.text(each));
    }
  }

  private static void budget(int each) {
    if (each < 1 || each > MOST_REQUESTS) {
      throw new InvalidValueException("requests is 1 to 10000 a second, not " + each);
    }
  }
}
