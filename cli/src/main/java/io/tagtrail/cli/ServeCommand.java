package io.tagtrail.cli;

import io.tagtrail.server.http.Serve;
import picocli.CommandLine.Command;

/// `tagtrail serve`
@Command(
    name = "serve",
    description = "Serves the ledger of the configuration over HTTP, until it is ended.",
    footer = {
      "",
      "Where it listens, TLS, identities and rights stand in tagtrail.yaml (docs/configuration.md).",
      "The configuration is read again when it changes; a broken one is not taken, and said so."
    })
final class ServeCommand extends Verb {
  ServeCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() throws InterruptedException {
    session().refuseRemote("serve");
    Serve.run(
        session().globals().needConfig(),
        session().context().environment(),
        uri -> session().say(page -> page.line("tagtrail serves at " + uri)));
    return ExitCode.OK;
  }
}
