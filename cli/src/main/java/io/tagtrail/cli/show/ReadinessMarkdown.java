package io.tagtrail.cli.show;

import io.tagtrail.cli.out.MarkdownText;
import io.tagtrail.server.readiness.Answer;
import io.tagtrail.server.readiness.Looked;
import io.tagtrail.server.readiness.Report;
import io.tagtrail.server.readiness.TargetState;
import io.tagtrail.server.wire.Ages;
import java.time.Instant;
import java.util.List;

/// The report of a rehearsal, for a review or an auditor.
public final class ReadinessMarkdown {
  private ReadinessMarkdown() {}

  public static String of(Report report, Instant asOf) {
    var out = new MarkdownText();
    var rehearsed = report.rehearsed();
    out.heading(1, "Rollback readiness");
    out.paragraph(
        "%s. %s"
            .formatted(
                Ages.utc(asOf),
                rehearsed == null
                    ? "There was no rehearsal of all aliases yet."
                    : "Last rehearsal: " + Ages.utc(rehearsed) + "."));
    report
        .environments()
        .forEach((environment, aliases) -> {
          out.heading(2, environment);
          out.paragraph(Report.sentence(environment, aliases) + ".");
          table(out, aliases);
        });
    if (!report.missing().isEmpty()) {
      out.heading(2, "Not looked at yet");
      report.missing().forEach(alias -> out.item(null, alias.toString()));
    }
    return out.text();
  }

  private static void table(MarkdownText out, List<Looked> aliases) {
    out.table(
        List.of("alias", "answer", "ready", "lost", "keep-tags not in step", "looked at", "why"),
        aliases.stream().map(ReadinessMarkdown::row).toList());
  }

  private static List<String> row(Looked looked) {
    return List.of(
        looked.alias().toString(),
        looked.answer() == Answer.CAN ? "can" : ReadinessPage.words(looked.answer()),
        Long.toString(looked.count(TargetState.State.READY)),
        Long.toString(looked.all().filter(each -> each.state() == TargetState.State.LOST).count()),
        Integer.toString(looked.outOfStep().size()),
        Ages.utc(looked.time()),
        looked.why());
  }
}
