package io.tagtrail.server.retention;

import io.tagtrail.server.retention.LintReport.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How bad a fate is for a target.
record Verdict(Level level, Fate fate) {
  /// The worst of them; where two are as bad, what is lost worst and soonest.
  private static Verdict worst(List<Verdict> all) {
    var level = all.stream().map(Verdict::level).max(Comparator.naturalOrder()).orElseThrow();
    var bad = all.stream().filter(each -> each.level() == level).toList();
    return bad.stream()
        .filter(each -> each.fate() instanceof Fate.Lost)
        .min(Comparator.comparing(each -> (Fate.Lost) each.fate(), Fate.order()))
        .orElse(bad.getFirst());
  }

  /// All of them have to come: the mildest decides.
  private static Verdict together(List<Verdict> all) {
    var level = all.stream().map(Verdict::level).min(Comparator.naturalOrder()).orElseThrow();
    var lost = new ArrayList<Fate.Lost>();
    for (var each : all) {
      if (each.fate() instanceof Fate.Lost fate) {
        lost.add(fate);
      }
    }
    if (lost.size() == all.size()) {
      return new Verdict(level, Fate.together(lost));
    }
    return all.stream().filter(each -> each.level() == level).findFirst().orElseThrow();
  }

  /// Of one target.
  static Verdict of(Outlook outlook, Target target, Inventory there, Instant now) {
    return switch (outlook) {
      case Fate.Kept kept -> new Verdict(Level.OK, kept);
      case Fate.Unclear unclear -> new Verdict(Level.UNCLEAR, unclear);
      case Fate.Lost lost -> new Verdict(level(lost.when(), target), lost);
      case Outlook.Beyond beyond -> counted(beyond, target, there, now);
      case Outlook.All all ->
          together(all.parts().stream().map(each -> of(each, target, there, now)).toList());
      case Outlook.Any any ->
          any.parts().isEmpty()
              ? new Verdict(Level.OK, any.otherwise())
              : worst(any.parts().stream().map(each -> of(each, target, there, now)).toList());
    };
  }

  private static Level level(Fate.When when, Target target) {
    var time =
        switch (when) {
          case Fate.When.At at -> at.time();
          case Fate.When.Both both -> both.time();
          case Fate.When.More more ->
              throw new IllegalStateException("counts are judged by what comes");
        };
    return target.windowEnd() == null || time.isBefore(target.windowEnd()) ? Level.DIES : Level.OK;
  }

  /// By a count: what the aliases of the repository push is known, what others push is not.
  private static Verdict counted(
      Outlook.Beyond beyond, Target target, Inventory there, Instant now) {
    long sum = 0;
    var who = new ArrayList<String>();
    for (var pace : there.paces()) {
      long added = there.added(pace, beyond.counting(), target, now);
      sum += added;
      if (added > 0) {
        who.add(pace.alias() + " " + added);
      }
    }
    boolean attached = there.attached(beyond.counting(), now) > 0;
    var foreign = beyond.counting().foreign(target.location().repository(), there.tags());
    if (beyond.more() <= sum) {
      return new Verdict(Level.DIES, beyond.lost(attached, because(beyond, who, sum, foreign)));
    }
    if (beyond.byPull()) {
      return new Verdict(
          Level.UNCLEAR,
          new Fate.Unclear(
              beyond.rule(),
              ("only the newest %d of %s stay, and who pulls what is not known: keep these tags by"
                      + " a rule of their own")
                  .formatted(beyond.kept(), beyond.of())));
    }
    if (foreign == null) {
      return new Verdict(Level.OK, beyond.lost(attached, ""));
    }
    return new Verdict(
        Level.UNCLEAR,
        new Fate.Unclear(
            beyond.rule(),
            ("only the newest %d of %s stay, %d more and it goes; others' count too (%s), and"
                    + " nobody knows how fast they come. Keep these tags by a rule of their own, or"
                    + " give each environment a repository of its own, with no rule by count; a"
                    + " larger count only puts it off")
                .formatted(beyond.kept(), beyond.of(), beyond.more(), foreign)));
  }

  private static String because(
      Outlook.Beyond beyond, List<String> who, long sum, @Nullable String foreign) {
    if (beyond.more() == 0) {
      return "";
    }
    return "; while it is needed, up to %d more come: %s%s"
        .formatted(
            sum,
            String.join(", ", who),
            foreign == null && !beyond.byPull()
                ? " (%d would be enough)".formatted(beyond.newer() + sum + 1)
                : "");
  }
}
