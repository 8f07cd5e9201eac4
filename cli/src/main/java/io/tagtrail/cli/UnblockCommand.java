package io.tagtrail.cli;

import io.tagtrail.core.model.Alias;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail unblock APP BUNDLE`
@Command(name = "unblock", description = "Releases the block on a bundle.")
final class UnblockCommand extends StopVerb {
  @Parameters(index = "0", paramLabel = "APP", description = "the application")
  String application = "";

  @Parameters(
      index = "1",
      paramLabel = "BUNDLE",
      description = "a digest or its beginning, or a place in a history as 'shop/prod#41'")
  String bundle = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "why; for people")
  @Nullable String reason;

  UnblockCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    Alias.application(application);
    try (var tagtrail = session().open()) {
      var result = tagtrail.controls().unblock(application, bundle, ask(reason));
      return answer(
          tagtrail, result, named(bundle, result) + " of " + application, "is no longer blocked");
    }
  }
}
