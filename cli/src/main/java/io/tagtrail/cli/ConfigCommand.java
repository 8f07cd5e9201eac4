package io.tagtrail.cli;

import picocli.CommandLine.Command;

/// `tagtrail config …`
@Command(name = "config", description = "Looks after the configuration.")
final class ConfigCommand extends Group {
  ConfigCommand(Session session) {
    super(session, "check, apply, schema");
  }
}
