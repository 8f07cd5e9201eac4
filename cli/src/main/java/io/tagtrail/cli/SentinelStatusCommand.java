package io.tagtrail.cli;

import io.tagtrail.cli.show.SentinelPage;
import io.tagtrail.server.wire.SentinelTree;
import picocli.CommandLine.Command;

/// `tagtrail sentinel status`
@Command(
    name = "status",
    description = "When each tag was last looked at, and whether anything is brought back.")
final class SentinelStatusCommand extends Verb {
  SentinelStatusCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    try (var tagtrail = session().open()) {
      var status = tagtrail.upkeep().sentinel();
      session()
          .answer(
              page -> SentinelPage.write(page, status, session().now(), session().remote() != null),
              () -> SentinelTree.of(status));
      return ExitCode.OK;
    }
  }
}
