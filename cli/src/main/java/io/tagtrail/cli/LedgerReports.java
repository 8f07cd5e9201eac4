package io.tagtrail.cli;

import io.tagtrail.cli.out.Style;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.server.wire.Trees;

/// Answers with what checking or rebuilding showed.
final class LedgerReports {
  private LedgerReports() {}

  static ExitCode answer(Session session, Backend.LedgerReport report, String done) {
    boolean holds = report.problems().isEmpty();
    session.answer(
        page -> {
          page.line(
              holds ? Style.GREEN : Style.RED,
              holds
                  ? "the ledger " + done + ": " + report.entries() + " entries"
                  : "the ledger DOES NOT VERIFY: %d problems in %d entries"
                      .formatted(report.problems().size() + report.more(), report.entries()));
          report.problems().forEach(problem -> page.indented(2, "- " + problem));
          page.indented(2, "root " + report.root());
          if (!holds && report.mendable()) {
            page.line("the entries themselves hold; what is derived from them does not. next:");
            page.command("tagtrail", "ledger", "rebuild");
          } else if (!holds) {
            page.line("next: keep a copy of the ledger's folder as it is, and do not write to it");
          }
        },
        () ->
            new ObjectBuilder()
                .put("holds", holds)
                .put("entries", report.entries())
                .putText("root", report.root())
                .put("more", report.more())
                .put("mendable", report.mendable())
                .put("problems", Trees.list(report.problems(), Json.Str::new))
                .build());
    return holds ? ExitCode.OK : ExitCode.CORRUPT;
  }
}
