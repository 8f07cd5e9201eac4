package io.tagtrail.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `tagtrail confirm ALIAS [ENTRY]`
@Command(
    name = "confirm",
    description =
        "Records a move that you put yourself (write: caller), after reading the tag back.")
final class ConfirmCommand extends Verb {
  @Parameters(index = "0", paramLabel = "ALIAS", description = "application/environment")
  String alias = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ENTRY",
      description = "the entry of its authorisation (the unfinished one)")
  @Nullable Long entry;

  @Mixin CallerOptions caller = new CallerOptions();

  ConfirmCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() throws InterruptedException {
    var ask = caller.ask(session(), null, false);
    try (var tagtrail = session().open()) {
      var target = tagtrail.alias(alias);
      long intent = Intents.of(tagtrail, target, entry);
      session().lasting("confirming " + target);
      var outcome = tagtrail.moves().confirm(target, intent, ask);
      return new MoveReport(session(), tagtrail, target).of(outcome);
    }
  }
}
