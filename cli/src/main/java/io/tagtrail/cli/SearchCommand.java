package io.tagtrail.cli;

import io.tagtrail.cli.env.Caller;
import io.tagtrail.cli.show.FoundPage;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.server.wire.FoundTree;
import io.tagtrail.server.wire.Trees;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail search WHAT`
@Command(
    name = "search",
    description = "Where is my commit: where a digest, commit or pipeline is running, and was.")
final class SearchCommand extends Verb {
  private static final int MOST = 1000;
  private static final int BYTES = 512;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DIGEST|COMMIT|PIPELINE",
      description =
          "a commit by 7 digits or more; in a pipeline, its own commit where nothing is given")
  @Nullable String what;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "how many (50)")
  int limit = 50;

  SearchCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    if (limit < 1 || limit > MOST) {
      throw new InvalidValueException("-n is 1 to " + MOST + ", not " + limit);
    }
    var wanted = wanted();
    try (var tagtrail = session().open()) {
      var found = tagtrail.trail().search(wanted, limit);
      if (found.isEmpty()) {
        throw new NotFoundException("%s was live nowhere".formatted(Text.clipped(wanted, 200)));
      }
      session()
          .answer(
              page -> FoundPage.write(page, found, session().now()),
              () ->
                  new ObjectBuilder()
                      .put("what", wanted)
                      .put("found", Trees.list(found, FoundTree::of))
                      .build());
      return ExitCode.OK;
    }
  }

  private String wanted() {
    if (what != null) {
      return Text.bounded("what is searched for", what, BYTES);
    }
    var commit = Caller.of(session().context().environment()).commit();
    if (commit == null) {
      throw new InvalidValueException("search for what: a digest, a commit or a pipeline id");
    }
    return commit;
  }
}
