package io.tagtrail.cli;

import io.tagtrail.cli.out.Style;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.gateway.embedded.EmbeddedRegistryException;
import io.tagtrail.server.http.Up;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail up`
@Command(
    name = "up",
    description =
        "A server with a registry of its own on this machine, for trial, until it is ended.")
final class UpCommand extends Verb {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "where everything is kept (tagtrail-trial)")
  String folder = "tagtrail-trial";

  @Option(names = "--port", paramLabel = "PORT", description = "0 takes a free one (8480)")
  int port = 8480;

  @Option(
      names = "--registry-port",
      paramLabel = "PORT",
      description = "of the registry, in a new folder; 0 takes a free one (5480)")
  int registryPort = 5480;

  UpCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() throws InterruptedException {
    session().refuseRemote("up");
    if (port < 0 || port > 65_535 || registryPort < 0 || registryPort > 65_535) {
      throw new InvalidValueException("a port is 0 to 65535");
    }
    try {
      Up.run(place(), session().context().environment(), port, registryPort, this::ready);
    } catch (EmbeddedRegistryException e) {
      // What is wrong with its folder or port is for whoever started it to mend.
      throw new InvalidValueException(String.valueOf(e.getMessage()), e);
    }
    return ExitCode.OK;
  }

  private Path place() {
    try {
      return session().context().workingDirectory().resolve(folder).normalize();
    } catch (InvalidPathException e) {
      throw new InvalidValueException(
          "not a folder: " + Text.clipped(folder, 80) + " (" + e.getReason() + ")", e);
    }
  }

  /// On standard output, because it is the answer: what the server logs goes to standard error.
  private void ready(Up.Ready ready) {
    session()
        .answer(
            page -> {
              page.line(Style.BOLD, "tagtrail is up, for trial: everything is in " + place());
              page.row("server", ready.server().toString());
              page.row("registry", ready.registry());
              page.row("config", ready.config().toString());
              page.line("next, in another terminal (the token may do everything, for a day):");
              page.whole("export TAGTRAIL_SERVER=" + ready.server());
              page.whole("export TAGTRAIL_TOKEN=" + ready.token());
              page.whole("tagtrail list");
            },
            () ->
                new ObjectBuilder()
                    .putText("server", ready.server())
                    .put("registry", ready.registry())
                    .putText("config", ready.config())
                    .put("token", ready.token())
                    .build());
  }
}
