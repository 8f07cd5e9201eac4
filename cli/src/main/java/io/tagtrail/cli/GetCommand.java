package io.tagtrail.cli;

import io.tagtrail.cli.show.StatusPage;
import io.tagtrail.server.wire.Problem;
import io.tagtrail.server.wire.StatusTree;
import java.util.ArrayList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail get ALIAS`
@Command(
    name = "get",
    description = "What it is now, what it was, whether that is true, and where back to is safe.")
final class GetCommand extends Verb {
  @Parameters(
      index = "0",
      paramLabel = "ALIAS",
      description = "application/environment, or a location")
  String alias = "";

  @Option(
      names = "--offline",
      description = "does not ask the registry: then nothing is called safe")
  boolean offline;

  GetCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    try (var tagtrail = session().open()) {
      var target = tagtrail.alias(alias);
      session().lasting("asking the registry");
      var status = tagtrail.state().status(target, !offline);
      var problems = new ArrayList<Problem>();
      var configured = tagtrail.configured(target).orElse(null);
      Problem.elsewhere(status, configured).ifPresent(problems::add);
      problems.addAll(Problem.of(status));
      session()
          .answer(
              page ->
                  new StatusPage(
                          page, status, problems, tagtrail.trail()::tell, tagtrail.trail()::entry)
                      .write(),
              () -> StatusTree.of(status, configured, tagtrail.trail()::tell));
      return status.state().isGoverned() ? ExitCode.OK : ExitCode.NOT_FOUND;
    }
  }
}
