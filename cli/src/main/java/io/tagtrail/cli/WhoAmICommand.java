package io.tagtrail.cli;

import io.tagtrail.cli.show.Labels;
import io.tagtrail.server.wire.WhoTree;
import picocli.CommandLine.Command;

/// `tagtrail whoami`
@Command(name = "whoami", description = "Who you are taken for.")
final class WhoAmICommand extends Verb {
  WhoAmICommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    try (var tagtrail = session().open()) {
      var who = tagtrail.whoAmI();
      session()
          .answer(
              page -> {
                page.row("who", who.kind() + " " + who.name());
                if (who.issuer() != null) {
                  page.row("issuer", who.issuer());
                }
                if (!who.groups().isEmpty()) {
                  page.row("groups", String.join(", ", who.groups()));
                }
                if (who.expires() != null) {
                  page.row("until", Labels.when(who.expires(), session().now()));
                }
              },
              () -> WhoTree.of(who));
      return ExitCode.OK;
    }
  }
}
