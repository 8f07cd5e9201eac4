package io.tagtrail.server.retention;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// What becomes of a bundle, or of one tag of it, under retention rules.
public sealed interface Fate extends Outlook {
  /// No rule takes it.
  ///
  /// @param why what keeps it, for people
  record Kept(String why) implements Fate {}

  /// A rule takes it.
  ///
  /// @param rule where the rule stands in the file
  record Lost(Loss loss, When when, String rule, String why) implements Fate {}

  /// It cannot be said: it hangs on what neither the file nor the ledger tells.
  record Unclear(String rule, String why) implements Fate {}

  /// What is lost.
  enum Loss {
    /// The manifest goes: nothing can be rolled back to.
    BUNDLE,
    /// It loses its tags; the manifest stays until something collects what is untagged.
    TAGS
  }

  /// When it is lost.
  sealed interface When {
    /// At a time, or at the next run where that is past.
    record At(Instant time) implements When {}

    /// When so many more have come; zero: at the next run.
    record More(long count) implements When {}

    /// Both are needed.
    record Both(Instant time, long count) implements When {}
  }

  /// Of what is lost only when all of these are.
  static Lost together(List<Lost> lost) {
    Instant time = null;
    long count = 0;
    for (var each : lost) {
      var at = time(each.when());
      time = at != null && (time == null || at.isAfter(time)) ? at : time;
      count = Math.max(count, count(each.when()));
    }
    var when =
        time == null
            ? new When.More(count)
            : count > 0 ? new When.Both(time, count) : new When.At(time);
    var loss = lost.stream().anyMatch(each -> each.loss() == Loss.TAGS) ? Loss.TAGS : Loss.BUNDLE;
    return new Lost(loss, when, joined(lost, Lost::rule), joined(lost, Lost::why));
  }

  /// The worst first, then the soonest.
  static Comparator<Lost> order() {
    return Comparator.comparing(Lost::loss).thenComparing(each -> sooner(each.when()));
  }

  private static Instant sooner(When when) {
    return switch (when) {
      case When.At at -> at.time();
      case When.Both both -> both.time();
      // Nobody knows when others come: it may be at once.
      case When.More more -> Instant.EPOCH.plusSeconds(more.count());
    };
  }

  private static @org.jspecify.annotations.Nullable Instant time(When when) {
    return switch (when) {
      case When.At at -> at.time();
      case When.Both both -> both.time();
      case When.More more -> null;
    };
  }

  private static long count(When when) {
    return switch (when) {
      case When.At at -> 0;
      case When.Both both -> both.count();
      case When.More more -> more.count();
    };
  }

  private static String joined(List<Lost> lost, java.util.function.Function<Lost, String> text) {
    return lost.stream().map(text).distinct().collect(Collectors.joining("; "));
  }
}
