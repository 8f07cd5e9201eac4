package io.tagtrail.cli;

import picocli.CommandLine.Command;

/// `tagtrail sentinel …`
@Command(name = "sentinel", description = "What watches for moves that did not come through here.")
final class SentinelCommand extends Group {
  SentinelCommand(Session session) {
    super(session, "status, resume");
  }
}
