package io.tagtrail.cli;

import picocli.CommandLine.Command;

/// `tagtrail ledger rebuild`
@Command(
    name = "rebuild",
    description = "Makes every projection anew from the entries, which stay as they are.")
final class LedgerRebuildCommand extends Verb {
  LedgerRebuildCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    session().lasting("rebuilding the ledger's projections");
    var report = session().backend().rebuild(session().globals());
    return LedgerReports.answer(session(), report, "has its projections anew");
  }
}
