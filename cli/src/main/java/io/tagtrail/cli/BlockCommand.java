package io.tagtrail.cli;

import io.tagtrail.core.model.Alias;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail block APP BUNDLE`
@Command(
    name = "block",
    description = "Stops every move to a bundle, in all environments of an application.")
final class BlockCommand extends StopVerb {
  @Parameters(index = "0", paramLabel = "APP", description = "the application")
  String application = "";

  @Parameters(
      index = "1",
      paramLabel = "BUNDLE",
      description = "a digest or its beginning, or a place in a history as 'shop/prod#41'")
  String bundle = "";

  @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "why; for people")
  String reason = "";

  BlockCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    Alias.application(application);
    try (var tagtrail = session().open()) {
      var result = tagtrail.controls().block(application, bundle, ask(reason));
      return answer(tagtrail, result, named(bundle, result) + " of " + application, "is blocked");
    }
  }
}
