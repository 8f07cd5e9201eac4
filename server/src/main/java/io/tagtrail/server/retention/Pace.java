package io.tagtrail.server.retention;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// How fast an alias moves, as the sequences of its bundles tell.
///
/// @param newest its newest sequence that is known
/// @param perDay moves a day, of the busiest time up to now; of a week at least, so that one busy
///   day is not taken for all of them
/// @param perBundle moves for each new bundle: more than one where it goes back and forth
record Pace(Alias alias, Tag tag, long newest, double perDay, double perBundle) {
  private static final Duration LEAST = Duration.ofDays(7);

  /// What is live has no end. It is looked at for a year ahead: rules are asked again and again, so
  /// a year is left to mend them.
  private static final Duration LIVE = Duration.ofDays(365);

  /// @param targets of one alias, at least one
  static Pace of(List<Target> targets, Instant now) {
    var first = targets.getFirst();
    var kept = targets.stream().flatMap(each -> each.sequences().stream()).toList();
    long newest = kept.stream().mapToLong(Target.Kept::sequence).max().orElse(0);
    double perDay =
        kept.stream()
            .mapToDouble(each -> (newest - each.sequence() + 1) / days(each.put(), now))
            .max()
            .orElse(0);
    var oldest = targets.stream().max(Comparator.comparingInt(Target::newer)).orElse(first);
    double perBundle =
        oldest.newer() == 0 ? 1 : (newest - oldest.sequence()) / (double) oldest.newer();
    return new Pace(first.alias(), first.location().tag(), newest, perDay, Math.max(1, perBundle));
  }

  private static double days(Instant from, Instant now) {
    var since = Duration.between(from, now);
    return (since.compareTo(LEAST) < 0 ? LEAST : since).toMillis() / 86_400_000.0;
  }

  /// New bundles of this alias while a target is needed: of its own so many as it keeps, for then
  /// the target is none any more.
  long bundles(Target target, Instant now) {
    return target.alias().equals(alias) ? left(target) : moves(target, now);
  }

  /// Moves of this alias while a target is needed.
  long moves(Target target, Instant now) {
    if (target.alias().equals(alias)) {
      return (long) Math.ceil(left(target) * perBundle);
    }
    var end = target.windowEnd();
    var ahead = end == null ? LIVE : Duration.between(now, end);
    return (long) Math.ceil(perDay * Math.max(0, ahead.toMillis()) / 86_400_000.0);
  }

  private static long left(Target target) {
    return Math.max(0, target.keep() - target.newer());
  }
}
