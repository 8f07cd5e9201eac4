package io.tagtrail.server.retention;

import io.tagtrail.server.retention.Fate.Loss;
import io.tagtrail.server.retention.Fate.Lost;
import io.tagtrail.server.retention.Fate.When;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// Rules that go by age, and rules that go by rank.
final class Ranks {
  private Ranks() {}

  /// How many of them come before this one, newest first.
  private static long newer(
      Version version,
      List<Version> all,
      Predicate<Version> counted,
      Function<Version, Instant> by) {
    return all.stream()
        .filter(each -> !each.digest().equals(version.digest()))
        .filter(counted)
        .filter(each -> by.apply(each).isAfter(by.apply(version)))
        .count();
  }

  /// By the order of pushes, of manifests.
  static Outlook.Beyond beyond(
      long kept,
      Version version,
      List<Version> all,
      Predicate<Version> counted,
      Function<Version, Instant> by,
      String rule,
      String of) {
    return new Outlook.Beyond(
        Loss.BUNDLE,
        kept,
        newer(version, all, counted, by),
        rule,
        of,
        Counting.manifests(counted),
        false);
  }

  static Lost aged(Loss loss, Instant from, Duration age, String rule, String why) {
    return new Lost(loss, new When.At(from.plus(age)), rule, why);
  }

  /// `30 days`, `36 hours`.
  static String words(Duration age) {
    if (age.toSeconds() % 86_400 == 0) {
      return age.toDays() == 1 ? "1 day" : age.toDays() + " days";
    }
    return age.toSeconds() % 3_600 == 0 ? age.toHours() + " hours" : age.toSeconds() + " seconds";
  }
}
