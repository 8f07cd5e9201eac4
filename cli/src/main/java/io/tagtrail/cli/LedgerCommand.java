package io.tagtrail.cli;

import picocli.CommandLine.Command;

/// `tagtrail ledger …`
@Command(name = "ledger", description = "Looks after the ledger.")
final class LedgerCommand extends Group {
  LedgerCommand(Session session) {
    super(session, "head, check, rebuild, erase, copy");
  }
}
