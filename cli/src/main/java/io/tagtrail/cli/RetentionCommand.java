package io.tagtrail.cli;

import picocli.CommandLine.Command;

/// `tagtrail retention …`
@Command(name = "retention", description = "The registry's own rules of what it deletes.")
final class RetentionCommand extends Group {
  RetentionCommand(Session session) {
    super(session, "lint");
  }
}
