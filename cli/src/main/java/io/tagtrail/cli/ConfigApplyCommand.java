package io.tagtrail.cli;

import io.tagtrail.cli.show.PreviewPage;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.server.wire.PolicyTree;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tagtrail config apply`
@Command(
    name = "apply",
    description = "Makes the configuration's policy the ledger's active one, by an entry.")
final class ConfigApplyCommand extends Verb {
  @Option(names = "--reason", paramLabel = "TEXT", description = "why; for people")
  @Nullable String reason;

  @Option(
      names = "--preview",
      description = "shows what would be loosened, tightened and lost, and changes nothing")
  boolean preview;

  @Mixin CallerOptions caller = new CallerOptions();

  ConfigApplyCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    if (preview) {
      return preview();
    }
    var ask = caller.ask(session(), reason, false);
    var applied = session().backend().apply(session().globals(), ask);
    session()
        .answer(
            page ->
                page.line(
                    applied.index() == null
                        ? "policy %s is the active one already".formatted(applied.policy())
                        : "policy %s is the active one now (entry %d)"
                            .formatted(applied.policy(), applied.index())),
            () ->
                new ObjectBuilder()
                    .putText("policy", applied.policy())
                    .put("index", applied.index())
                    .put("changed", applied.index() != null)
                    .build());
    return ExitCode.OK;
  }

  private ExitCode preview() {
    try (var tagtrail = session().open()) {
      var next = tagtrail.controls().previewPolicy();
      session().answer(page -> PreviewPage.write(page, next), () -> PolicyTree.of(next));
      return ExitCode.OK;
    }
  }
}
