package io.tagtrail.cli;

import picocli.CommandLine.Command;

/// `tagtrail ledger check`
@Command(
    name = "check",
    description = "Proves the whole ledger: index, hashes, root, continuity, projections.")
final class LedgerCheckCommand extends Verb {
  LedgerCheckCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    session().lasting("checking the ledger");
    var report = session().backend().check(session().globals());
    return LedgerReports.answer(session(), report, "verifies");
  }
}
