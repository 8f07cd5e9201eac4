package io.tagtrail.cli;

import io.tagtrail.cli.show.RulesPage;
import io.tagtrail.server.wire.RulesTree;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `tagtrail policy show ALIAS`
@Command(name = "show", description = "What holds for an alias, and what a promotion there needs.")
final class PolicyShowCommand extends Verb {
  @Parameters(index = "0", paramLabel = "ALIAS", description = "application/environment")
  String alias = "";

  PolicyShowCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    try (var tagtrail = session().open()) {
      var target = tagtrail.alias(alias);
      var rules = tagtrail.controls().rules(target);
      session()
          .answer(page -> RulesPage.write(page, target, rules), () -> RulesTree.of(target, rules));
      return ExitCode.OK;
    }
  }
}
