package io.tagtrail.cli;

import picocli.CommandLine.Command;

/// `tagtrail policy …`
@Command(name = "policy", description = "Shows and tries out what moves are asked.")
final class PolicyCommand extends Group {
  PolicyCommand(Session session) {
    super(session, "show, test");
  }
}
