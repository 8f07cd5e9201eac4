package io.tagtrail.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `tagtrail check [ALIAS…]`
@Command(
    name = "check",
    description =
        "Every alias against its registry now: records outside moves, settles what is unfinished.")
final class CheckCommand extends Verb {
  @Parameters(index = "0..*", paramLabel = "ALIAS", description = "these alone; else all")
  List<String> aliases = new ArrayList<>();

  CheckCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() throws InterruptedException {
    try (var tagtrail = session().open()) {
      var looking = new Looking(session(), tagtrail);
      var wanted =
          aliases.isEmpty()
              ? tagtrail.state().board(false).stream()
                  .map(status -> status.state().alias())
                  .toList()
              : looking.named(aliases);
      return looking.at(wanted, "there is no alias to check");
    }
  }
}
