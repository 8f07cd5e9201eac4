package io.tagtrail.cli;

import io.tagtrail.cli.out.Style;
import io.tagtrail.cli.show.BoardPage;
import io.tagtrail.cli.show.SentinelPage;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.Alias;
import io.tagtrail.server.wire.Problem;
import io.tagtrail.server.wire.SentinelTree;
import io.tagtrail.server.wire.StatusTree;
import io.tagtrail.server.wire.Trees;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail list`
@Command(name = "list", description = "The board: applications and environments.")
final class ListCommand extends Verb {
  @Parameters(index = "0..*", paramLabel = "APPLICATION", description = "these alone")
  List<String> applications = new ArrayList<>();

  @Option(names = "--problems", description = "only what has a problem; asks the registries")
  boolean problems;

  @Option(names = "--live", description = "asks the registries too")
  boolean live;

  @Option(names = "--offline", description = "asks no registry")
  boolean offline;

  ListCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    applications.forEach(Alias::application);
    boolean ask = (live || problems) && !offline;
    try (var tagtrail = session().open()) {
      if (ask) {
        session().lasting("asking the registries");
      }
      var board =
          Boards.of(tagtrail, applications, ask).stream()
              .filter(status -> isWanted(status.state().alias()))
              .filter(status -> !problems || !Problem.pressing(status).isEmpty())
              .toList();
      if (board.isEmpty() && !applications.isEmpty() && !problems) {
        throw new NotFoundException("no such application: " + String.join(", ", applications));
      }
      var sentinel = tagtrail.upkeep().sentinel();
      session()
          .answer(
              page -> {
                if (problems) {
                  BoardPage.writeProblems(page, board);
                } else if (applications.size() == 1) {
                  BoardPage.channels(page, board, null);
                } else {
                  BoardPage.write(page, board);
                }
                if (!ask) {
                  page.line(Style.DIM, "by the ledger alone (--live asks the registries)");
                  if (sentinel.watching() || !sentinel.restoring()) {
                    SentinelPage.line(page, sentinel, session().now(), session().remote() != null);
                  }
                }
              },
              () ->
                  new ObjectBuilder()
                      .put("live", ask)
                      .put("sentinel", SentinelTree.of(sentinel))
                      .put(
                          "aliases",
                          Trees.list(board, each -> StatusTree.of(each, tagtrail.trail()::tell)))
                      .build());
      return ExitCode.OK;
    }
  }

  private boolean isWanted(Alias alias) {
    return applications.isEmpty() || applications.contains(alias.application());
  }
}
