package io.tagtrail.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail keys resign NAME`
@Command(
    name = "resign",
    description = "Signs with the present key what is live, and what can be gone back to.",
    footer = {
      "",
      "When signing is turned on over a history, before Flux verifies; and after a key was exchanged.",
      "What carries such a signature is left alone: stopped in the middle, run it again. No tag is",
      "touched. Works on this machine, with the ledger and the key of its configuration."
    })
final class KeysResignCommand extends Verb {
  @Parameters(index = "0", paramLabel = "NAME", description = "of a key under keys:")
  String name = "";

  @Option(names = "--dry-run", description = "says what would be signed")
  boolean dryRun;

  KeysResignCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    session().refuseRemote("keys resign");
    return new Windows(session(), name).sign(dryRun, false);
  }
}
