package io.tagtrail.cli;

import io.tagtrail.cli.show.EntriesPage;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.Told;
import io.tagtrail.server.client.RemoteTagtrail;
import io.tagtrail.server.wire.EntryTree;
import io.tagtrail.server.wire.Trees;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tagtrail entries`
@Command(
    name = "entries",
    description = "Every entry of the ledger, oldest first: for audits and exports.",
    footer = {
      "",
      "--lines gives one JSON document a line, and can be taken up again where it ended:",
      "  tagtrail entries --lines --from 4711 >>audit.jsonl"
    })
final class EntriesCommand extends Verb {
  private static final int PAGE = 500;
  private static final long LOOK = 1_000;

  @Option(names = "--from", paramLabel = "INDEX", description = "the first entry (0)")
  long from;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "how many at most (100; with --lines and --follow all)")
  int limit;

  @Option(names = "--lines", description = "one JSON document a line, all entries")
  boolean lines;

  @Option(names = "--follow", description = "goes on with what comes, until it is ended")
  boolean follow;

  EntriesCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() throws InterruptedException {
    if (from < 0 || limit < 0) {
      throw new InvalidValueException("--from and -n are not negative");
    }
    try (var tagtrail = session().open()) {
      if (lines || follow) {
        stream(tagtrail);
        return ExitCode.OK;
      }
      var found = tagtrail.trail().entries(from, limit == 0 ? 100 : limit);
      session()
          .answer(
              page -> EntriesPage.write(page, found, session().now()),
              () -> new ObjectBuilder().put("entries", Trees.list(found, EntryTree::of)).build());
      return ExitCode.OK;
    }
  }

  private void stream(Tagtrail tagtrail) throws InterruptedException {
    long most = limit == 0 ? Long.MAX_VALUE : limit;
    long next = from;
    long given = 0;
    while (given < most) {
      var found = tagtrail.trail().entries(next, (int) Math.min(PAGE, most - given));
      if (found.isEmpty()) {
        break;
      }
      for (var told : found) {
        give(told);
      }
      given += found.size();
      next = found.getLast().entry().index() + 1;
      if (session().context().out().checkError()) {
        return;
      }
    }
    if (follow && given < most) {
      follow(tagtrail, next, most - given);
    }
  }

  private void follow(Tagtrail tagtrail, long next, long most) throws InterruptedException {
    if (tagtrail instanceof RemoteTagtrail remote) {
      var left = new long[] {most};
      remote
          .events()
          .follow(
              next,
              told -> {
                give(told);
                return --left[0] > 0 && !session().context().out().checkError();
              });
      return;
    }
    long from = next;
    long left = most;
    while (left > 0 && !session().context().out().checkError()) {
      List<Told> found = tagtrail.trail().entries(from, (int) Math.min(PAGE, left));
      for (var told : found) {
        give(told);
        from = told.entry().index() + 1;
      }
      left -= found.size();
      if (found.isEmpty()) {
        Thread.sleep(LOOK);
      }
    }
  }

  private void give(Told told) {
    if (lines || !session().isTable()) {
      session().raw(EntryTree.of(told).canonical());
    } else {
      session().line(page -> EntriesPage.line(page, told, session().now()));
    }
  }
}
