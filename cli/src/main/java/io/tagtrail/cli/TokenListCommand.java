package io.tagtrail.cli;

import io.tagtrail.cli.out.Style;
import io.tagtrail.cli.out.Table;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.server.client.ServerTokens;
import io.tagtrail.server.wire.Ages;
import io.tagtrail.server.wire.Trees;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// `tagtrail token list`
@Command(name = "list", description = "The tokens of the server; never their secrets.")
final class TokenListCommand extends Verb {
  TokenListCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    try (var server = session().needRemote("token list").open(session().context().environment())) {
      var tokens = server.tokens().list();
      session()
          .answer(
              page -> {
                if (tokens.isEmpty()) {
                  page.line("there is no token (tagtrail token create)");
                } else {
                  page.table(table(tokens, session().now()));
                }
              },
              () ->
                  new ObjectBuilder()
                      .put("tokens", Trees.list(tokens, TokenListCommand::tree))
                      .build());
      return ExitCode.OK;
    }
  }

  private static Table table(List<ServerTokens.Listed> tokens, Instant now) {
    var table = new Table("ID", "LABEL", "SCOPES", "EXPIRES", "LAST USED", "STATE");
    for (var each : tokens) {
      table.row(
          each.revoked() == null ? Style.PLAIN : Style.STRUCK,
          each.id(),
          each.label(),
          String.join(" ", each.scopes()),
          ago(each.expires(), now),
          ago(each.lastUsed(), now),
          state(each, now));
    }
    return table;
  }

  private static String state(ServerTokens.Listed token, Instant now) {
    if (token.revoked() != null) {
      return "revoked";
    }
    return token.expires() != null && !now.isBefore(token.expires()) ? "expired" : "good";
  }

  private static String ago(@Nullable Instant time, Instant now) {
    return time == null ? "never" : Ages.ago(time, now);
  }

  private static Json tree(ServerTokens.Listed token) {
    return new ObjectBuilder()
        .put("id", token.id())
        .put("label", token.label())
        .put("scopes", Trees.list(token.scopes(), Json.Str::new))
        .put("created", token.created())
        .put("expires", token.expires())
        .put("revoked", token.revoked())
        .put("lastUsed", token.lastUsed())
        .build();
  }
}
