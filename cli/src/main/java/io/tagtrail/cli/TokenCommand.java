package io.tagtrail.cli;

import picocli.CommandLine.Command;

/// `tagtrail token …`
@Command(name = "token", description = "API tokens of a server, for pipelines without OIDC.")
final class TokenCommand extends Group {
  TokenCommand(Session session) {
    super(session, "create, list, revoke");
  }
}
