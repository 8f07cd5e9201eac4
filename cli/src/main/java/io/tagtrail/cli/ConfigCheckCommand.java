package io.tagtrail.cli;

import io.tagtrail.cli.out.Style;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.server.wire.Trees;
import picocli.CommandLine.Command;

/// `tagtrail config check`
@Command(name = "check", description = "Checks the configuration and shows what it comes to.")
final class ConfigCheckCommand extends Verb {
  ConfigCheckCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    var report = session().backend().config(session().globals());
    session()
        .answer(
            page -> {
              page.line(Style.GREEN, report.file() + " is well-formed");
              page.row("ledger", report.ledger());
              page.row("policy", report.policy().toString());
              report.aliases().forEach(alias -> page.row("alias", alias));
              report.warnings().forEach(warning -> page.line(Style.YELLOW, "warning: " + warning));
            },
            () ->
                new ObjectBuilder()
                    .putText("file", report.file())
                    .put("ledger", report.ledger())
                    .putText("policy", report.policy())
                    .put("aliases", Trees.list(report.aliases(), Json.Str::new))
                    .put("warnings", Trees.list(report.warnings(), Json.Str::new))
                    .build());
    return ExitCode.OK;
  }
}
