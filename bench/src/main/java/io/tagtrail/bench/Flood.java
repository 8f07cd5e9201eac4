package io.tagtrail.bench;

import io.tagtrail.bench.measure.Machine;
import io.tagtrail.bench.measure.Report;
import io.tagtrail.bench.measure.Samples;
import io.tagtrail.bench.world.ApiClient;
import io.tagtrail.bench.world.Programs;
import io.tagtrail.bench.world.Registries;
import io.tagtrail.bench.world.ServerHome;
import io.tagtrail.bench.world.ServerProcess;
import io.tagtrail.bench.world.Shelf;
import io.tagtrail.bench.world.SqliteFiles;
import io.tagtrail.bench.world.Strangers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/// Promotions by the API while nobody in particular sends 100,000 requests.
final class Flood implements Benchmark {
  private static final int CONNECTIONS = 32;
  private static final long PAUSE_MILLIS = 15;

  @Override
  public void run(Settings settings, Report report) throws Exception {
    int alone = settings.rounds(500, 3);
    int warm = settings.size(400, 3);
    long requests = settings.size(100_000, 70);
    int most = settings.size(3_000, 30);
    var registries = Registries.embedded(settings.tiny());
    try (var files = new SqliteFiles(settings.work().resolve("sqlite"));
        var served =
            registries.start(registries.names().getFirst(), settings.work().resolve("registry"))) {
      var shelf = new Shelf(served.host(), 1, false);
      shelf.stock(warm + 2 * alone + most);
      var home =
          ServerHome.make(
              settings.work().resolve("server"),
              files,
              "flood",
              served.host(),
              List.of(Shelf.application(0)));
      try (var server = ServerProcess.start(new Programs(settings.root()).deployed(), home);
          var client = new ApiClient(server.uri(), home.token());
          var threads = Executors.newSingleThreadExecutor()) {
        promote(client, shelf, warm);
        var before = promote(client, shelf, alone);
        long entries = client.entries();
        var beside = new Samples();
        long began = System.nanoTime();
        var strangers = new Strangers(server.uri(), home.token());
        var flood = threads.submit(() -> strangers.send(CONNECTIONS, requests));
        while (!flood.isDone() && beside.size() < most) {
          beside.addAll(promote(client, shelf, 1));
        }
        Map<Integer, Long> statuses = flood.get();
        double seconds = (System.nanoTime() - began) / 1e9;
        long grown = client.entries() - entries;
        var after = promote(client, shelf, alone);
        report(report, before, beside, after);
        report
            .line("")
            .line(
                ("%,d requests without a good token, by %d connections from the same address "
                        + "(no token, garbage, `alg: none`, forged signatures, routes that are not "
                        + "there), in %.1f s (%,.0f/s), answered %s. Entries: %,d more, for %,d "
                        + "promotions (an authorisation and a promotion each): %,d by strangers. "
                        + "Load after: %s.")
                    .formatted(
                        requests,
                        CONNECTIONS,
                        seconds,
                        requests / seconds,
                        statuses,
                        grown,
                        beside.size(),
                        strangers(grown, beside.size()),
                        Machine.load()));
      }
    }
  }

  /// Entries that were not there because of a promotion.
  private static long strangers(long grown, int promotions) {
    return grown - 2L * promotions;
  }

  private static Samples promote(ApiClient client, Shelf shelf, int times) throws Exception {
    var samples = new Samples();
    for (int i = 0; i < times; i++) {
      var bundle = shelf.governed(0).digest();
      long began = System.nanoTime();
      client.promote(Shelf.application(0), bundle);
      samples.add(System.nanoTime() - began);
      Thread.sleep(PAUSE_MILLIS);
    }
    return samples;
  }

  private static void report(Report report, Samples before, Samples beside, Samples after) {
    var alone = new Samples();
    alone.addAll(before);
    alone.addAll(after);
    report
        .line(
            "One caller that promotes, with 15 ms between two of them, over SQLite and the embedded registry, server "
                + "and registry in processes of their own on the same two cores as the strangers. "
                + "Target: p99 at most 2×, no entry added.")
        .table("promotions", "n", "p50", "p99", "p50 to alone", "p99 to alone");
    row(report, "alone, before", before, alone);
    row(report, "beside strangers", beside, alone);
    row(report, "alone, after", after, alone);
    row(report, "alone, all", alone, alone);
  }

  private static void row(Report report, String name, Samples samples, Samples alone) {
    report.row(
        name,
        Integer.toString(samples.size()),
        Report.ms(samples.median()),
        Report.ms(samples.percentile(99)),
        Report.times(samples.over(alone)),
        Report.times((double) samples.percentile(99) / alone.percentile(99)));
  }
}
