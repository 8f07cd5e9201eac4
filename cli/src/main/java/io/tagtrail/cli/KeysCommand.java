package io.tagtrail.cli;

import picocli.CommandLine.Command;

/// `tagtrail keys …`
@Command(name = "keys", description = "The keys that sign what was authorised, for Flux to verify.")
final class KeysCommand extends Group {
  KeysCommand(Session session) {
    super(session, "create, show, rotate, resign");
  }
}
