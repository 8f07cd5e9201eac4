package io.tagtrail.cli;

import io.tagtrail.core.json.ObjectBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `tagtrail token revoke ID`
@Command(name = "revoke", description = "Takes a token back, at once.")
final class TokenRevokeCommand extends Verb {
  @Parameters(index = "0", paramLabel = "ID", description = "its id, as token list shows it")
  String id = "";

  TokenRevokeCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    try (var server =
        session().needRemote("token revoke").open(session().context().environment())) {
      server.tokens().revoke(id);
      session()
          .answer(
              page -> page.line("token " + id + " is revoked"),
              () -> new ObjectBuilder().put("revoked", id).build());
      return ExitCode.OK;
    }
  }
}
