package io.tagtrail.cli.show;

import io.tagtrail.cli.out.Page;
import io.tagtrail.cli.out.Style;
import io.tagtrail.server.retention.Fate;
import io.tagtrail.server.retention.LintReport;
import io.tagtrail.server.retention.LintReport.Judged;
import io.tagtrail.server.retention.LintReport.Level;
import io.tagtrail.server.wire.Ages;

/// What retention rules do to rollback targets.
public final class LintPage {
  private LintPage() {}

  public static void write(Page page, LintReport report) {
    long dies = report.count(Level.DIES);
    long unclear = report.count(Level.UNCLEAR);
    if (report.judged().isEmpty()) {
      page.line(
          Style.YELLOW,
          report.kind().label()
              + ": nothing was judged: no governed alias is in these repositories (tagtrail list)");
      report.notes().forEach(note -> page.line(Style.YELLOW, "note: " + note));
      return;
    }
    page.line(
        dies > 0 ? Style.RED : unclear > 0 ? Style.YELLOW : Style.GREEN,
        "%s: of %s that %s needed, %d %s, %d %s, %d cannot be said"
            .formatted(
                report.kind().label(),
                report.judged().size() == 1 ? "1 bundle" : report.judged().size() + " bundles",
                report.judged().size() == 1 ? "is" : "are",
                report.count(Level.OK),
                report.count(Level.OK) == 1 ? "stays" : "stay",
                dies,
                dies == 1 ? "dies" : "die",
                unclear));
    report.notes().forEach(note -> page.line(Style.YELLOW, "note: " + note));
    for (var level : new Level[] {Level.DIES, Level.UNCLEAR}) {
      report.judged().stream()
          .filter(each -> each.level() == level)
          .forEach(each -> judged(page, each));
    }
    report
        .instead()
        .forEach((repository, lines) -> {
          page.blank();
          page.line(Style.BOLD, "for " + repository + ", write:");
          page.indented(2, lines.getFirst());
          lines.stream().skip(1).forEach(line -> page.whole("  " + line));
        });
  }

  private static void judged(Page page, Judged judged) {
    var target = judged.target();
    page.blank();
    page.line(
        judged.level() == Level.DIES ? Style.RED : Style.YELLOW,
        "%s #%d (%s), %s: %s"
            .formatted(
                target.alias(),
                target.sequence(),
                target.digest().shortHex(),
                target.windowEnd() == null
                    ? "live"
                    : "needed until " + Ages.utc(target.windowEnd()),
                words(judged.fate())));
    page.indented(2, why(judged.fate()));
  }

  private static String words(Fate fate) {
    return switch (fate) {
      case Fate.Kept kept -> "stays";
      case Fate.Unclear unclear -> "cannot be said";
      case Fate.Lost lost ->
          (lost.loss() == Fate.Loss.BUNDLE ? "dies " : "loses its tags ") + when(lost.when());
    };
  }

  private static String when(Fate.When when) {
    return switch (when) {
      case Fate.When.At at -> "by " + Ages.utc(at.time());
      case Fate.When.More more -> more(more.count());
      case Fate.When.Both both ->
          both.count() == 0
              ? "by " + Ages.utc(both.time())
              : "%s, and not before %s".formatted(more(both.count()), Ages.utc(both.time()));
    };
  }

  private static String more(long count) {
    return count == 0 ? "at the next run" : "once %d more have come".formatted(count);
  }

  private static String why(Fate fate) {
    return switch (fate) {
      case Fate.Kept kept -> kept.why();
      case Fate.Unclear unclear -> unclear.rule() + ": " + unclear.why();
      case Fate.Lost lost -> lost.rule() + ": " + lost.why();
    };
  }
}
