package io.tagtrail.cli;

import io.tagtrail.server.wire.HeadTree;
import picocli.CommandLine.Command;

/// `tagtrail ledger head`
@Command(
    name = "head",
    description = "The log as a whole: size and root; note it elsewhere to compare later.")
final class LedgerHeadCommand extends Verb {
  LedgerHeadCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    try (var tagtrail = session().open()) {
      var head = tagtrail.trail().head();
      long pending = tagtrail.upkeep().pending();
      session()
          .answer(
              page ->
                  page.row("ledger", head.origin())
                      .row("entries", Long.toString(head.size()))
                      .row("root", head.root().toString())
                      .row("newest", head.time().toString())
                      .row("pending", pending + " records to attach"),
              () -> HeadTree.of(head, pending));
      return ExitCode.OK;
    }
  }
}
