package io.tagtrail.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail unhold ALIAS`
@Command(name = "unhold", description = "Releases every hold on an alias.")
final class UnholdCommand extends StopVerb {
  @Parameters(index = "0", paramLabel = "ALIAS", description = "application/environment")
  String alias = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "why; for people")
  @Nullable String reason;

  UnholdCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    try (var tagtrail = session().open()) {
      var target = tagtrail.alias(alias);
      var result = tagtrail.controls().unhold(target, ask(reason));
      return answer(tagtrail, result, target.toString(), "is no longer on hold");
    }
  }
}
