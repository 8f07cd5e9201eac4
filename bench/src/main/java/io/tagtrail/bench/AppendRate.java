package io.tagtrail.bench;

import io.tagtrail.bench.measure.Report;
import io.tagtrail.bench.measure.Samples;
import io.tagtrail.bench.world.Appending;
import io.tagtrail.bench.world.PlainRows;
import java.nio.file.Path;

/// Events a second into the ledger, beside the same rows as plain inserts into one SQLite table of
/// the same width and indexes.
final class AppendRate implements Benchmark {
  @Override
  public void run(Settings settings, Report report) throws Exception {
    report
        .line(
            "SQLite, WAL, synchronous FULL, a fresh file each time. Ours: authorisations and "
                + "promotions by as many threads as there are writers, each alone on its alias: "
                + "compared and set, encoded, hashed, integrated into the tree, projected, durable "
                + "before it is answered (group commit). Theirs: one thread that inserts the bytes "
                + "and columns of those very entries, made before, into one table with the same six "
                + "indexes, as many rows a commit as there are writers. Target: at least 0.7× of "
                + "their rate.")
        .table(
            "writers", "events", "ours p50", "plain p50", "ours to plain", "median ratio of pairs");
    for (int writers : new int[] {1, 32}) {
      int events = writers * settings.size(writers == 1 ? 2000 : 400, 6);
      measure(settings, report, writers, events);
    }
  }

  private static void measure(Settings settings, Report report, int writers, int events)
      throws Exception {
    var ours = new Samples();
    var plain = new Samples();
    int warm = settings.size(1, 0);
    int rounds = settings.rounds(7, 1);
    for (int round = -warm; round < rounds; round++) {
      Path folder = settings.work().resolve("round-" + writers + "-" + round);
      try (var appending = Appending.into(folder.resolve("ledger"))) {
        long own = appending.run(writers, events);
        var rows = PlainRows.of(appending.ledger());
        long other = rows.insert(folder.resolve("plain.db"), writers);
        if (round >= 0) {
          ours.add(own);
          plain.add(other);
        }
      }
      Folders.delete(folder);
    }
    report.row(
        Integer.toString(writers),
        Report.number(events),
        rate(events, ours),
        rate(events, plain),
        Report.times(plain.over(ours)),
        Report.times(plain.pairedOver(ours)));
  }

  private static String rate(int events, Samples samples) {
    return Report.number(events / (samples.median() / 1e9)) + "/s";
  }
}
