package io.tagtrail.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail cancel ALIAS [ENTRY]`
@Command(
    name = "cancel",
    description = "Gives up a move that you were to put yourself (write: caller) and did not.")
final class CancelCommand extends Verb {
  @Parameters(index = "0", paramLabel = "ALIAS", description = "application/environment")
  String alias = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ENTRY",
      description = "the entry of its authorisation (the unfinished one)")
  @Nullable Long entry;

  @Option(names = "--reason", paramLabel = "TEXT", description = "why; for people")
  @Nullable String reason;

  @Mixin CallerOptions caller = new CallerOptions();

  CancelCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() throws InterruptedException {
    var ask = caller.ask(session(), reason, false);
    try (var tagtrail = session().open()) {
      var target = tagtrail.alias(alias);
      var outcome = tagtrail.moves().cancel(target, Intents.of(tagtrail, target, entry), ask);
      return new MoveReport(session(), tagtrail, target).of(outcome);
    }
  }
}
