package io.tagtrail.cli;

import io.tagtrail.cli.out.Style;
import io.tagtrail.cli.show.Labels;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.server.config.Durations;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail token create LABEL`
@Command(
    name = "create",
    description = "Makes a token and shows it, this once: the server keeps its hash alone.")
final class TokenCreateCommand extends Verb {
  @Parameters(index = "0", paramLabel = "LABEL", description = "what it is for")
  String label = "";

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      required = true,
      description = "what it is limited to, as promote:shop/*; more than once for more")
  List<String> scopes = new ArrayList<>();

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      description = "how long it can be used, as 90d (as long as the server lets it)")
  @Nullable String expires;

  TokenCreateCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    var ttl = expires == null ? null : Durations.parse(expires);
    try (var server =
        session().needRemote("token create").open(session().context().environment())) {
      var made = server.tokens().create(label, scopes, ttl);
      session()
          .say(page ->
              page.line(
                  Style.BOLD,
                  "token %s%s; keep it now, it is not shown again"
                      .formatted(
                          made.id(),
                          made.expires() == null
                              ? ""
                              : ", until " + Labels.when(made.expires(), session().now()))));
      session()
          .answer(
              page -> page.whole(made.secret()),
              () ->
                  new ObjectBuilder()
                      .put("id", made.id())
                      .put("token", made.secret())
                      .put("expires", made.expires())
                      .build());
      return ExitCode.OK;
    }
  }
}
