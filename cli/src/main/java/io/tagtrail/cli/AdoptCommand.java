package io.tagtrail.cli;

import io.tagtrail.core.model.InvalidValueException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail adopt ALIAS`
@Command(name = "adopt", description = "Takes an existing tag into the ledger.")
final class AdoptCommand extends Verb {
  @Parameters(index = "0", paramLabel = "ALIAS", description = "application/environment")
  String alias = "";

  @Option(
      names = "--previous",
      paramLabel = "DIGEST|TAG",
      description = "what was live before, by your word: so there is a way back at once")
  @Nullable String previous;

  @Option(
      names = "--relocate",
      description = "moves the alias, with its bundle, to where the configuration has it now")
  boolean relocate;

  @Option(
      names = "--take-over",
      description = "takes the alias from another ledger that governs it, on purpose (--reason)")
  boolean takeOver;

  @Option(names = "--reason", paramLabel = "TEXT", description = "why; for people")
  @Nullable String reason;

  @Option(names = "--dry-run", description = "decides everything, changes nothing")
  boolean dryRun;

  @Mixin CallerOptions caller = new CallerOptions();

  AdoptCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() throws InterruptedException {
    if (relocate && previous != null) {
      throw new InvalidValueException("--relocate and --previous do not go together");
    }
    if (takeOver && (relocate || previous != null)) {
      throw new InvalidValueException("--take-over goes with neither --relocate nor --previous");
    }
    var ask = caller.ask(session(), reason, dryRun);
    try (var tagtrail = session().open()) {
      var target = tagtrail.alias(alias);
      session().moves(target);
      session().lasting((relocate ? "relocating " : "adopting ") + target);
      var outcome =
          relocate
              ? tagtrail.moves().relocate(target, ask)
              : takeOver
                  ? tagtrail.moves().takeOver(target, ask)
                  : tagtrail.moves().adopt(target, previous, ask);
      outcome = new CallerWrites(session(), tagtrail, target, takeOver).carriedOut(outcome, ask);
      return new MoveReport(session(), tagtrail, target).of(outcome);
    }
  }
}
