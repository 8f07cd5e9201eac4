package io.tagtrail.cli;

import io.tagtrail.cli.show.HistoryPage;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.Told;
import io.tagtrail.server.wire.Trees;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail history ALIAS|RANGE`
@Command(
    name = "history",
    description = "The changes of an alias, newest first; nothing is ever left out of it.")
final class HistoryCommand extends Verb {
  private static final int MOST = 10_000;

  /// How many newer changes are read too, to know what was taken back: a rollback follows what it
  /// takes back, with nothing but outside moves between them.
  private static final int NEWER = 100;

  @Parameters(
      index = "0",
      paramLabel = "ALIAS|RANGE",
      description = "application/environment, or a range as 'shop/prod#3..#7'")
  String what = "";

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "how many (20)")
  int limit = 20;

  @Option(names = "--all", description = "every entry: authorisations, abandoned moves, stops too")
  boolean all;

  HistoryCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    if (limit < 1 || limit > MOST) {
      throw new InvalidValueException("-n is 1 to " + MOST + ", not " + limit);
    }
    var now = session().now();
    try (var tagtrail = session().open()) {
      var range = HistoryRange.parse(what, tagtrail, now);
      if (all && range.isBounded()) {
        throw new InvalidValueException(
            "--all and a range do not go together: not every entry has a sequence");
      }
      var alias = range.alias();
      var found =
          all
              ? tagtrail.trail().history(alias, true, Long.MAX_VALUE, limit)
              : changes(tagtrail, range);
      if (found.isEmpty()) {
        throw new NotFoundException(
            range.isBounded()
                ? alias + " has no change in that range"
                : alias + " has no history yet (tagtrail adopt " + alias + ")");
      }
      var page = new HistoryPage(now, takenBack(tagtrail, alias, found));
      session()
          .answer(
              out -> {
                out.line(alias.toString());
                page.write(out, found);
              },
              () ->
                  new ObjectBuilder()
                      .putText("alias", alias)
                      .put("entries", Trees.list(found, page::tree))
                      .build());
      return ExitCode.OK;
    }
  }

  private List<Told> changes(Tagtrail tagtrail, HistoryRange range) {
    int most = range.isBounded() ? MOST : limit;
    long before = range.high() == Long.MAX_VALUE ? Long.MAX_VALUE : range.high() + 1;
    return tagtrail.trail().history(range.alias(), false, before, most).stream()
        .filter(told -> told.entry().event().needChange().sequence() >= range.low())
        .toList();
  }

  private static Set<Long> takenBack(Tagtrail tagtrail, Alias alias, List<Told> shown) {
    var around = new ArrayList<>(shown);
    shown.stream()
        .filter(told -> told.entry().event().kind().changesState())
        .findFirst()
        .ifPresent(newest ->
            around.addAll(
                tagtrail
                    .trail()
                    .history(
                        alias,
                        false,
                        newest.entry().event().needChange().sequence() + NEWER,
                        NEWER)));
    var sequences = new HashSet<Long>();
    for (var told : around) {
      var change = told.entry().event().change();
      if (change != null && change.rollsBack() != null && told.entry().event().kind().governs()) {
        sequences.add(change.rollsBack());
      }
    }
    return sequences;
  }
}
