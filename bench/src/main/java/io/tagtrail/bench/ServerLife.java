package io.tagtrail.bench;

import io.tagtrail.bench.measure.Callers;
import io.tagtrail.bench.measure.Machine;
import io.tagtrail.bench.measure.Report;
import io.tagtrail.bench.measure.Samples;
import io.tagtrail.bench.world.ApiClient;
import io.tagtrail.bench.world.Folders;
import io.tagtrail.bench.world.Programs;
import io.tagtrail.bench.world.Registries;
import io.tagtrail.bench.world.Served;
import io.tagtrail.bench.world.ServerHome;
import io.tagtrail.bench.world.ServerProcess;
import io.tagtrail.bench.world.Shelf;
import io.tagtrail.bench.world.Strangers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// A server process by itself: how soon it is ready, how much memory it holds.
final class ServerLife implements Benchmark {
  private static final String DEPLOYED = "flags of `deploy/`";
  private static final int CALLERS = 4;

  @Override
  public void run(Settings settings, Report report) throws Exception {
    var registries = Registries.embedded(settings.tiny());
    settings.withEach(databases -> {
      report.line("").line("### " + databases.name()).line("");
      var folder = settings.work().resolve("here");
      try (var served =
          registries.start(registries.names().getFirst(), folder.resolve("registry"))) {
        var home =
            ServerHome.make(
                folder.resolve("server"),
                databases,
                "server",
                served.host(),
                List.of(Shelf.application(0)));
        starts(settings, home, report);
        load(settings, home, served, report);
      }
      databases.drop("server");
      Folders.delete(folder);
    });
  }

  private static void starts(Settings settings, ServerHome home, Report report) throws Exception {
    var programs = new Programs(settings.root());
    Map<String, List<String>> commands = new LinkedHashMap<>();
    programs.launcher().ifPresent(command -> commands.put("`./tagtrail`, AOT cache", command));
    programs
        .withoutCache()
        .ifPresent(command -> commands.put("launcher's flags, no cache", command));
    commands.put(DEPLOYED, programs.deployed());
    report
        .line(
            "Start of the process to the first `200` of `/readyz`, warm file cache, in turn; "
                + "resident memory then, after a collection (jcmd GC.run). Target: 1 s, 150 MB.")
        .table(
            "started by",
            "n",
            "ready p50",
            "p99",
            "fastest",
            "resident when idle, p50",
            "most",
            "of it anonymous, p50",
            "load after");
    Map<String, Started> all = new LinkedHashMap<>();
    int rounds = settings.rounds(10, 1);
    for (int round = settings.tiny() ? 0 : -1; round < rounds; round++) {
      for (var command : commands.entrySet()) {
        try (var server = ServerProcess.start(command.getValue(), home)) {
          Thread.sleep(settings.size(2_000, 0));
          server.collect();
          if (round >= 0) {
            all.computeIfAbsent(command.getKey(), key -> Started.none())
                .add(server.readyNanos(), server.resident(), server.anonymous());
          }
        }
      }
    }
    all.forEach((name, started) -> started.report(name, report));
  }

  /// What was measured of starts. Bytes are kept as samples too.
  private record Started(Samples ready, Samples resident, Samples anonymous) {
    static Started none() {
      return new Started(new Samples(), new Samples(), new Samples());
    }

    void add(long nanos, long bytes, long own) {
      ready.add(nanos);
      resident.add(bytes);
      anonymous.add(own);
    }

    void report(String name, Report report) {
      report.row(
          name,
          Integer.toString(ready.size()),
          Report.ms(ready.median()),
          Report.ms(ready.percentile(99)),
          Report.ms(ready.percentile(0)),
          megabytes(resident.median()),
          megabytes(resident.percentile(100)),
          megabytes(anonymous.median()),
          Machine.load());
    }
  }

  private static String megabytes(long bytes) {
    return Report.number(bytes / 1e6) + " MB";
  }

  private static void load(Settings settings, ServerHome home, Served served, Report report)
      throws Exception {
    var time =
        settings.tiny() ? Duration.ofSeconds(2) : Duration.ofSeconds(settings.rounds(180, 2));
    int parts = settings.size(12, 2);
    var command = new ArrayList<>(new Programs(settings.root()).deployed());
    command.add(1, "-Xmx128m");
    try (var server = ServerProcess.start(command, home);
        var client = new ApiClient(server.uri(), home.token());
        var threads = Executors.newFixedThreadPool(3)) {
      var shelf = new Shelf(served.host(), 1, false);
      var over = new AtomicBoolean();
      var promotions = new AtomicLong();
      var strangers = new AtomicLong();
      var reads = new AtomicLong();
      var running =
          List.of(
              threads.submit(() -> promote(client, shelf, over, promotions)),
              threads.submit(() -> read(client, over, reads)),
              threads.submit(() -> bother(server, home, over, strangers)));
      var resident = new ArrayList<String>();
      for (int part = 0; part < parts; part++) {
        Thread.sleep(time.toMillis() / parts);
        resident.add(megabytes(server.resident()));
      }
      over.set(true);
      for (var each : running) {
        each.get();
      }
      server.collect();
      report
          .line("")
          .line(
              ("Mixed load for %d s with `-Xmx128m` and the flags of `deploy/`: %,d promotions by "
                      + "one caller, %,d reads by %d (status, history, entries, board, search), %,d "
                      + "requests of strangers. Resident every %d s: %s; after it and a collection "
                      + "%s. Load after: %s.")
                  .formatted(
                      time.toSeconds(),
                      promotions.get(),
                      reads.get(),
                      CALLERS,
                      strangers.get(),
                      time.toSeconds() / parts,
                      String.join(", ", resident),
                      megabytes(server.resident()),
                      Machine.load()));
    }
  }

  private static Void promote(
      ApiClient client, Shelf shelf, AtomicBoolean over, AtomicLong promotions) throws Exception {
    while (!over.get()) {
      shelf.stock(10);
      for (int i = 0; i < 10; i++) {
        client.promote(Shelf.application(0), shelf.governed(0).digest());
        promotions.incrementAndGet();
      }
    }
    return null;
  }

  private static Void read(ApiClient client, AtomicBoolean over, AtomicLong reads)
      throws Exception {
    var alias = "/api/v1/aliases/" + Shelf.application(0) + "/" + ServerHome.ENVIRONMENT;
    // An alias is there once something was promoted to it.
    while (!over.get() && client.entries() < 10) {
      Thread.sleep(20);
    }
    var paths =
        List.of(
            alias,
            alias + "/history?limit=50",
            "/api/v1/entries?from=0&limit=100",
            "/api/v1/aliases",
            "/api/v1/search?what=1212");
    while (!over.get()) {
      reads.addAndGet(
          Callers.run(
                  CALLERS,
                  5,
                  caller ->
                      client.get(paths.get(ThreadLocalRandom.current().nextInt(paths.size()))))
              .size());
    }
    return null;
  }

  private static Void bother(
      ServerProcess server, ServerHome home, AtomicBoolean over, AtomicLong requests)
      throws Exception {
    var strangers = new Strangers(server.uri(), home.token());
    while (!over.get()) {
      strangers.send(2, 50);
      requests.addAndGet(50);
      Thread.sleep(200);
    }
    return null;
  }
}
