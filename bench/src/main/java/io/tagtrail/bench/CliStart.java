package io.tagtrail.bench;

import io.tagtrail.bench.measure.Cost;
import io.tagtrail.bench.measure.Costs;
import io.tagtrail.bench.measure.Report;
import io.tagtrail.bench.world.Programs;
import io.tagtrail.bench.world.Registries;
import io.tagtrail.core.model.Repository;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.RawPusher;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Whole processes of one verb: by the launcher with its AOT cache, and plain.
final class CliStart implements Benchmark {
  private static final String PLAIN = "plain `java -cp`, JDK defaults";
  private static final String LAUNCHER = "`./tagtrail` (launcher, AOT cache)";
  private static final String NO_CACHE = "launcher's flags, no cache";

  @Override
  public void run(Settings settings, Report report) throws Exception {
    var programs = new Programs(settings.root());
    Map<String, List<String>> commands = new LinkedHashMap<>();
    programs.launcher().ifPresent(command -> commands.put(LAUNCHER, command));
    programs.withoutCache().ifPresent(command -> commands.put(NO_CACHE, command));
    commands.put(PLAIN, programs.plain());
    if (!commands.containsKey(LAUNCHER)) {
      report.line("The distribution is not built (`./tagtrail version` builds it): no ratio.");
    }
    var registries = Registries.embedded(settings.tiny());
    try (var served =
        registries.start(registries.names().getFirst(), settings.work().resolve("registry"))) {
      var folder = prepared(settings, served.host(), programs.plain());
      for (var verb : settings.of(List.of(List.of("get", "shop/dev"), List.of("version")))) {
        measure(settings, folder, commands, verb, report);
      }
    }
  }

  private static void measure(
      Settings settings,
      Path folder,
      Map<String, List<String>> commands,
      List<String> verb,
      Report report)
      throws Exception {
    Map<String, Costs.Run> runs = new LinkedHashMap<>();
    commands.forEach((name, command) ->
        runs.put(
            name,
            () ->
                Cost.of(
                    folder,
                    Map.of(),
                    List.of(0),
                    Programs.with(command, verb.toArray(String[]::new)))));
    var measured = Costs.rounds(runs, settings.size(2, 0), settings.rounds(20, 1));
    report
        .line("")
        .line(
            "`tagtrail %s`, warm file cache, %d runs each in turn. Target: at most 0.5× CPU."
                .formatted(
                    String.join(" ", verb), measured.values().iterator().next().cpu().size()))
        .table(
            "started by",
            "CPU p50",
            "CPU p99",
            "wall p50",
            "wall p99",
            "CPU to plain",
            "wall to plain");
    var plain = measured.getOrDefault(PLAIN, measured.values().iterator().next());
    measured.forEach((name, costs) ->
        report.row(
            name,
            Report.ms(costs.cpu().median()),
            Report.ms(costs.cpu().percentile(99)),
            Report.ms(costs.wall().median()),
            Report.ms(costs.wall().percentile(99)),
            Report.times(costs.cpu().over(plain.cpu())),
            Report.times(costs.wall().over(plain.wall()))));
  }

  /// A folder with a configuration, a ledger and two promotions in it.
  private static Path prepared(Settings settings, String host, List<String> command)
      throws Exception {
    var folder = Files.createDirectories(settings.work().resolve("here"));
    var repository = new Repository(host, "acme/shop");
    verb(folder, command, "init", "shop", repository + ":{environment}", "--environments", "dev");
    var pusher = new RawPusher(URI.create("http://" + host));
    for (int bundle = 1; bundle <= 2; bundle++) {
      pusher.push(repository, Artifacts.sample(bundle));
      verb(folder, command, "promote", "@" + Artifacts.sample(bundle).digest(), "shop/dev");
    }
    return folder;
  }

  private static void verb(Path folder, List<String> command, String... arguments)
      throws Exception {
    Cost.of(folder, Map.of(), List.of(0), Programs.with(command, arguments));
  }
}
