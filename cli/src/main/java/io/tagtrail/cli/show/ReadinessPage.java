package io.tagtrail.cli.show;

import io.tagtrail.cli.out.Page;
import io.tagtrail.cli.out.Style;
import io.tagtrail.cli.out.Table;
import io.tagtrail.server.readiness.Answer;
import io.tagtrail.server.readiness.Looked;
import io.tagtrail.server.readiness.Report;
import io.tagtrail.server.readiness.TargetState;
import io.tagtrail.server.wire.Ages;
import java.time.Instant;
import java.util.List;

/// Whether aliases can go back.
public final class ReadinessPage {
  private ReadinessPage() {}

  /// @param each whether every bundle is listed
  public static void write(Page page, Report report, boolean each, Instant asOf) {
    report
        .environments()
        .forEach((environment, aliases) ->
            page.line(style(aliases), Report.sentence(environment, aliases)));
    if (report.aliases().isEmpty() && report.missing().isEmpty()) {
      page.line("no alias is governed yet");
    }
    if (!report.missing().isEmpty()) {
      page.line(
          Style.YELLOW,
          "nobody has looked yet at %d: %s".formatted(report.missing().size(), names(report)));
    }
    for (var looked : report.aliases()) {
      if (each || looked.answer() == Answer.CANNOT || looked.answer() == Answer.UNKNOWN) {
        page.blank();
        alias(page, looked);
      }
    }
    tags(page, report);
    if (each) {
      report.aliases().forEach(looked -> bundles(page, looked));
    }
    var rehearsed = report.rehearsed();
    page.blank();
    page.line(
        rehearsed == null
            ? "all aliases were never looked at in one rehearsal"
            : "last rehearsal " + Ages.ago(rehearsed, asOf));
  }

  private static String names(Report report) {
    var first = report.missing().stream().limit(5).map(String::valueOf).toList();
    return String.join(", ", first) + (report.missing().size() > first.size() ? ", …" : "");
  }

  private static void alias(Page page, Looked looked) {
    var style =
        switch (looked.answer()) {
          case CAN -> Style.GREEN;
          case CANNOT -> Style.RED;
          case UNKNOWN -> Style.YELLOW;
          case FIRST -> Style.PLAIN;
        };
    page.line(style, looked.alias() + " " + words(looked.answer()));
    page.indented(2, looked.why());
    looked.found().forEach(found -> page.indented(2, found + " was lost, and is there again"));
  }

  static String words(Answer answer) {
    return switch (answer) {
      case CAN -> "can go back";
      case CANNOT -> "cannot go back";
      case UNKNOWN -> "could not be found out about";
      case FIRST -> "had one bundle only so far";
    };
  }

  /// Keep-tags that are not in step, each with the command that mends it: nothing but a move writes
  /// to a registry by itself.
  private static void tags(Page page, Report report) {
    for (var looked : report.aliases()) {
      for (var target : looked.all().toList()) {
        for (var tag : target.keepTags()) {
          if (tag.known()) {
            page.blank();
            page.line(Style.YELLOW, "%s: keep-tag %s".formatted(looked.alias(), tag.words()));
            mend(page, target, tag);
          }
        }
      }
    }
  }

  private static void mend(Page page, TargetState target, TargetState.KeepTag tag) {
    int colon = tag.tag().lastIndexOf(':');
    if (target.state() != TargetState.State.LOST) {
      page.command(
          "crane",
          "tag",
          tag.tag().substring(0, colon) + "@" + target.digest(),
          tag.tag().substring(colon + 1));
    }
  }

  private static void bundles(Page page, Looked looked) {
    var table = new Table("  SEQ", "BUNDLE", "STATE", "KEEP-TAG");
    looked
        .all()
        .forEach(target ->
            table
                .row(
                    target.state() == TargetState.State.READY ? Style.PLAIN : Style.YELLOW,
                    (target.live() ? "> #" : "  #") + target.sequence(),
                    target.digest().shortHex(),
                    target.state().label(),
                    kept(target))
                .note("    " + target.why()));
    if (!table.isEmpty()) {
      page.blank();
      page.table(table);
    }
  }

  private static String kept(TargetState target) {
    if (target.keepTags().isEmpty()) {
      return "in step";
    }
    return target.keepTags().stream().allMatch(TargetState.KeepTag::known) ? "NOT in step" : "?";
  }

  private static Style style(List<Looked> aliases) {
    if (aliases.stream().anyMatch(each -> each.answer() == Answer.CANNOT)) {
      return Style.RED;
    }
    return aliases.stream().anyMatch(each -> each.answer() == Answer.UNKNOWN)
        ? Style.YELLOW
        : Style.GREEN;
  }
}
