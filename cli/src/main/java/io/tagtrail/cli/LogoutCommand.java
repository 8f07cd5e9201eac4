package io.tagtrail.cli;

import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.server.client.SavedTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine.Command;

/// `tagtrail logout`
@Command(name = "logout", description = "Forgets your sign-in at a server, on this machine.")
final class LogoutCommand extends Verb {
  LogoutCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    var server = session().needRemote("logout").server();
    boolean there;
    try {
      there = SavedTokens.folder(session().context().environment()).forget(server.uri());
    } catch (IOException e) {
      throw new UncheckedIOException("the sign-in cannot be removed: " + e.getMessage(), e);
    }
    session()
        .answer(
            page ->
                page.line(
                    there
                        ? "signed out of " + server
                        : "nobody is signed in at " + server + " on this machine"),
            () -> new ObjectBuilder().putText("server", server).put("wasIn", there).build());
    return ExitCode.OK;
  }
}
