package io.tagtrail.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `tagtrail settle [ALIAS…]`
@Command(
    name = "settle",
    description = "Gives unfinished moves their outcome, and attaches records that are pending.")
final class SettleCommand extends Verb {
  @Parameters(index = "0..*", paramLabel = "ALIAS", description = "these alone; else all")
  List<String> aliases = new ArrayList<>();

  SettleCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() throws InterruptedException {
    try (var tagtrail = session().open()) {
      var looking = new Looking(session(), tagtrail);
      var wanted = aliases.isEmpty() ? tagtrail.state().unfinished() : looking.named(aliases);
      var code = looking.at(wanted, "nothing is unfinished");
      MoveReport.deliver(session(), tagtrail);
      return code;
    }
  }
}
