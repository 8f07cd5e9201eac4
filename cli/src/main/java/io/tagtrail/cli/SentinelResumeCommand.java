package io.tagtrail.cli;

import io.tagtrail.cli.show.SentinelPage;
import io.tagtrail.server.wire.SentinelTree;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tagtrail sentinel resume`
@Command(
    name = "resume",
    description =
        "Lets what is governed be brought back again, after somebody looked at what happened.")
final class SentinelResumeCommand extends Verb {
  @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "what was found")
  @Nullable String reason;

  @Mixin CallerOptions caller = new CallerOptions();

  SentinelResumeCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    var ask = caller.ask(session(), reason, false);
    try (var tagtrail = session().open()) {
      var status = tagtrail.upkeep().resumeSentinel(ask);
      session()
          .answer(
              page -> SentinelPage.line(page, status, session().now(), session().remote() != null),
              () -> SentinelTree.of(status));
      return ExitCode.OK;
    }
  }
}
