package io.tagtrail.cli;

import io.tagtrail.cli.show.DiffPage;
import io.tagtrail.server.wire.ComparedTree;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `tagtrail diff RANGE`
@Command(
    name = "diff",
    description = "What differs inside of two bundles, and what going back does not undo.",
    footer = {
      "",
      "RANGE is 'shop/prod~1..shop/prod', 'shop/preprod..shop/prod', 'shop/prod#3..#7';",
      "an alias alone is the bundle before against the one that is governed now.",
      "Values of Secrets are never shown."
    })
final class DiffCommand extends Verb {
  @Parameters(
      index = "0",
      paramLabel = "RANGE",
      description = "two places in histories, or an alias")
  String range = "";

  DiffCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    try (var tagtrail = session().open()) {
      var compared = tagtrail.state().diff(range);
      session()
          .answer(
              page -> new DiffPage(session().now()).write(page, compared),
              () -> ComparedTree.of(compared));
      return ExitCode.OK;
    }
  }
}
