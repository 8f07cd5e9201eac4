package io.tagtrail.bench;

import io.tagtrail.bench.measure.Machine;
import io.tagtrail.bench.measure.Report;
import io.tagtrail.bench.measure.Samples;
import io.tagtrail.bench.world.Appending;
import io.tagtrail.bench.world.Databases;
import io.tagtrail.bench.world.PlainRows;

/// Events a second into the ledger, beside the same rows as plain inserts into one table of the
/// same width and indexes in the same database.
final class AppendRate implements Benchmark {
  @Override
  public void run(Settings settings, Report report) throws Exception {
    report
        .line(
            "A fresh database each time; SQLite with WAL and synchronous FULL, PostgreSQL on "
                + "loopback with synchronous_commit, fsync and full_page_writes on. Ours: "
                + "authorisations and promotions by as many threads as there are writers, each alone "
                + "on its alias: compared and set, encoded, hashed, integrated into the tree, "
                + "projected, durable before it is answered (group commit). Theirs: one thread that "
                + "inserts the bytes and columns of those very entries, made before, into one table "
                + "with the same six indexes, as many rows a commit as there are writers, sent as "
                + "one batch. Target: at least 0.7× of their rate.")
        .table(
            "database",
            "writers",
            "events",
            "ours p50",
            "lowest – highest",
            "plain p50",
            "lowest – highest",
            "ours to plain",
            "median ratio of pairs",
            "load after");
    settings.withEach(databases -> measure(settings, databases, report));
  }

  private static void measure(Settings settings, Databases databases, Report report)
      throws Exception {
    for (int writers : new int[] {1, 32}) {
      int events = writers * settings.size(writers == 1 ? 2000 : 400, 6);
      measure(settings, databases, report, writers, events);
    }
  }

  private static void measure(
      Settings settings, Databases databases, Report report, int writers, int events)
      throws Exception {
    var ours = new Samples();
    var plain = new Samples();
    int warm = settings.size(2, 0);
    int rounds = settings.rounds(9, 1);
    for (int round = -warm; round < rounds; round++) {
      try (var appending = Appending.into(databases.ledger("ledger"))) {
        long own = appending.run(writers, events);
        var rows = PlainRows.of(appending.ledger());
        long other = rows.insert(databases, databases.plain("plain"), writers);
        if (round >= 0) {
          ours.add(own);
          plain.add(other);
        }
      }
      databases.drop("ledger");
      databases.drop("plain");
    }
    report.row(
        databases.name(),
        Integer.toString(writers),
        Report.number(events),
        rate(events, ours, 50),
        rate(events, ours, 100) + " – " + rate(events, ours, 0),
        rate(events, plain, 50),
        rate(events, plain, 100) + " – " + rate(events, plain, 0),
        Report.times(plain.over(ours)),
        Report.times(plain.pairedOver(ours)),
        Machine.load());
  }

  private static String rate(int events, Samples samples, double percent) {
    return Report.number(events / (samples.percentile(percent) / 1e9)) + "/s";
  }
}
