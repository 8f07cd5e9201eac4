package io.tagtrail.bench;

import io.tagtrail.bench.measure.Callers;
import io.tagtrail.bench.measure.Machine;
import io.tagtrail.bench.measure.Report;
import io.tagtrail.bench.measure.Samples;
import io.tagtrail.bench.world.ApiClient;
import io.tagtrail.bench.world.BareClient;
import io.tagtrail.bench.world.Databases;
import io.tagtrail.bench.world.Folders;
import io.tagtrail.bench.world.Phases;
import io.tagtrail.bench.world.Programs;
import io.tagtrail.bench.world.Registries;
import io.tagtrail.bench.world.Served;
import io.tagtrail.bench.world.ServerHome;
import io.tagtrail.bench.world.ServerProcess;
import io.tagtrail.bench.world.Shelf;
import io.tagtrail.testkit.registry.Artifacts;
import java.util.stream.IntStream;

/// A promotion by the server's API beside the registry's own HEAD + PUT + PUT + HEAD.
final class ApiTime implements Benchmark {
  private static final int WARM = 400;

  @Override
  public void run(Settings settings, Report report) throws Exception {
    report
        .line(
            "`tagtrail serve` in a process of its own with the flags of `deploy/` (two durable "
                + "commits a promotion), the registry in another; each caller has its own alias and "
                + "sends one POST a promotion with a GitLab-like token (RS256), a new bundle every "
                + "time, in the alias's repository; keep-tag on, attach and signing off. Beside it "
                + "HEAD tag, PUT keep-tag, PUT tag, HEAD tag of the same manifests in repositories of "
                + "their own, by as many callers and the same HTTP client. Rounds of 10 calls (5 "
                + "with 32 callers) in turn. Target: at most 1.5× of its p50.")
        .table(
            "registry",
            "ledger",
            "callers",
            "n",
            "by API p50",
            "p99",
            "bare p50",
            "p99",
            "ratio of p50",
            "median ratio of rounds",
            "ratio of p99",
            "load after");
    var registries = Registries.all(settings.tiny());
    var where = new StringBuilder();
    settings.withEach(databases -> {
      for (var name : registries.names()) {
        for (int callers : settings.tiny() ? new int[] {2} : new int[] {1, 32}) {
          var folder = settings.work().resolve("round");
          try (var served = registries.start(name, folder.resolve("registry"))) {
            measure(settings.in(folder), databases, served, callers, report, where);
          }
          databases.drop("api");
          Folders.delete(folder);
        }
      }
    });
    report.line("").line("Where the time goes (means of the steps, by the server's metrics):");
    report.line("").line(where.toString());
  }

  private static void measure(
      Settings settings,
      Databases databases,
      Served served,
      int callers,
      Report report,
      StringBuilder where)
      throws Exception {
    int calls = callers == 1 ? 10 : 5;
    int rounds = settings.rounds(callers == 1 ? 30 : 8, 1);
    int warm = settings.size(Math.max(1, WARM / callers / calls), 1);
    var shelf = new Shelf(served.host(), callers, true);
    shelf.stock((warm + rounds + 1) * calls);
    var home =
        ServerHome.make(
            settings.work().resolve("server"),
            databases,
            "api",
            served.host(),
            IntStream.range(0, callers).mapToObj(Shelf::application).toList());
    var api = new Samples();
    var bare = new Samples();
    var apiRounds = new Samples();
    var bareRounds = new Samples();
    try (var server = ServerProcess.start(new Programs(settings.root()).deployed(), home);
        var client = new ApiClient(server.uri(), home.token());
        var plain = new BareClient()) {
      var before = Phases.of(client);
      for (int round = -warm; round <= rounds; round++) {
        var ours = Callers.run(callers, calls, caller -> promote(client, shelf, caller));
        var theirs = Callers.run(callers, calls, caller -> tag(plain, shelf, caller));
        if (round == 0) {
          before = Phases.of(client);
        } else if (round > 0) {
          api.addAll(ours);
          bare.addAll(theirs);
          apiRounds.add(ours.median());
          bareRounds.add(theirs.median());
        }
      }
      where
          .append("- %s, %s, %d callers: ".formatted(served.name(), databases.name(), callers))
          .append(Phases.of(client).since(before))
          .append('\n');
    }
    report.row(
        served.name(),
        databases.name(),
        Integer.toString(callers),
        Integer.toString(api.size()),
        Report.ms(api.median()),
        Report.ms(api.percentile(99)),
        Report.ms(bare.median()),
        Report.ms(bare.percentile(99)),
        Report.times(api.over(bare)),
        Report.times(apiRounds.pairedOver(bareRounds)),
        Report.times((double) api.percentile(99) / bare.percentile(99)),
        Machine.load());
  }

  private static void promote(ApiClient client, Shelf shelf, int caller) throws Exception {
    client.promote(Shelf.application(caller), shelf.governed(caller).digest());
  }

  private static void tag(BareClient plain, Shelf shelf, int caller) throws Exception {
    int number = shelf.bareNumber(caller);
    var manifest = Artifacts.sample(number).manifest();
    plain.move(shelf.bare(caller), "prod", "prod." + number, manifest);
  }
}
