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
  static long newer(
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

  static Lost beyond(Loss loss, long kept, long newer, String rule, String of) {
    long more = Math.max(0, kept - newer);
    return new Lost(
        loss,
        new When.More(more),
        rule,
        "only the newest %d of %s stay, and %d newer %s known"
            .formatted(kept, of, newer, newer == 1 ? "is" : "are"));
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
