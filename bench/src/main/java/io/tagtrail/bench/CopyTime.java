package io.tagtrail.bench;

import io.tagtrail.bench.measure.Cost;
import io.tagtrail.bench.measure.Costs;
import io.tagtrail.bench.measure.Report;
import io.tagtrail.bench.world.BigBundle;
import io.tagtrail.bench.world.Programs;
import io.tagtrail.bench.world.Registries;
import io.tagtrail.bench.world.Served;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.core.registry.Source;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.oci.OciSettings;
import io.tagtrail.testkit.registry.Bundle;
import io.tagtrail.testkit.registry.RawPusher;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A copy of a bundle between two registries, beside `crane copy` and `skopeo copy`.
final class CopyTime implements Benchmark {
  private static final String CRANE = "`crane copy`";

  @Override
  public void run(Settings settings, Report report) throws Exception {
    int mebibytes = settings.size(64, 1);
    report.line(
        ("A bundle of %d MiB that does not compress, from one registry to another, both "
                + "processes of their own; a repository that is not there yet each time. The CPU time is "
                + "the client's, not the registries'. Our copy in a process that is warm has no start of "
                + "a process in it; `tagtrail promote` has, and a ledger, keep-tag, checks and the "
                + "record on the bundle.")
            .formatted(mebibytes));
    var registries = Registries.all(settings.tiny());
    for (var name : registries.names()) {
      for (int layers : settings.of(List.of(1, 8))) {
        var folder = settings.work().resolve(name.replace(' ', '-') + "-" + layers);
        try (var from = registries.start(name, folder.resolve("from"));
            var to = registries.start(name, folder.resolve("to"));
            var registry = new OciRegistry(OciSettings.anonymous())) {
          var bundle = BigBundle.of(settings.seed(), layers, (mebibytes << 20) / layers);
          var copying = new Copying(settings, folder, registries, from, to, registry, bundle);
          copying.run(
              report, "%s to %s, %d × %d MiB".formatted(name, name, layers, mebibytes / layers));
        }
        Folders.delete(folder);
      }
    }
  }

  /// One pair of registries.
  private static final class Copying {
    private final Settings settings;
    private final Path folder;
    private final Registries registries;
    private final Served from;
    private final Served to;
    private final OciRegistry registry;
    private final Bundle bundle;
    private final Repository source;
    private int targets;

    Copying(
        Settings settings,
        Path folder,
        Registries registries,
        Served from,
        Served to,
        OciRegistry registry,
        Bundle bundle) {
      this.settings = settings;
      this.folder = folder;
      this.registries = registries;
      this.from = from;
      this.to = to;
      this.registry = registry;
      this.bundle = bundle;
      this.source = new Repository(from.host(), "acme/big");
    }

    void run(Report report, String title) throws Exception {
      new RawPusher(URI.create("http://" + from.host())).push(source, new Tag("big"), bundle);
      Map<String, Costs.Run> runs = new LinkedHashMap<>();
      runs.put("our copy, warm process", this::library);
      runs.put("`tagtrail promote`, whole process", this::promote);
      registries
          .client("crane")
          .ifPresent(
              crane -> runs.put(CRANE, () -> process(crane.toString(), "copy", ours(), theirs())));
      registries
          .client("skopeo")
          .ifPresent(skopeo ->
              runs.put(
                  "`skopeo copy`",
                  () ->
                      process(
                          skopeo.toString(),
                          "copy",
                          "--insecure-policy",
                          "--src-tls-verify=false",
                          "--dest-tls-verify=false",
                          "docker://" + ours(),
                          "docker://" + theirs())));
      var measured = Costs.rounds(runs, settings.size(1, 0), settings.rounds(8, 1));
      var base = measured.getOrDefault(CRANE, measured.values().iterator().next());
      report
          .line("")
          .line("**" + title + "**")
          .table("copied by", "wall p50", "wall p99", "CPU p50", "wall to crane", "CPU to crane");
      measured.forEach((name, costs) ->
          report.row(
              name,
              Report.ms(costs.wall().median()),
              Report.ms(costs.wall().percentile(99)),
              Report.ms(costs.cpu().median()),
              Report.times(costs.wall().over(base.wall())),
              Report.times(costs.cpu().over(base.cpu()))));
    }

    private String ours() {
      return source + ":big";
    }

    private String theirs() {
      return next() + ":dev";
    }

    private Repository next() {
      return new Repository(to.host(), "copy-" + ++targets + "/big");
    }

    /// The repository that was used last.
    private void verify() {
      var target = new Repository(to.host(), "copy-" + targets + "/big");
      var there = registry.head(target.at(new Tag("dev")).reference());
      if (there.isEmpty() || !there.get().digest().equals(bundle.digest())) {
        throw new IllegalStateException("not copied as it was: " + there);
      }
    }

    private Cost library() {
      var target = next();
      long cpu = cpu();
      long began = System.nanoTime();
      var manifest =
          registry
              .resolve(new Source.InRegistry(Reference.of(source, bundle.digest())))
              .orElseThrow();
      registry.copy(
          new Source.InRegistry(Reference.of(source, bundle.digest())),
          manifest,
          target,
          Progress.SILENT);
      registry.put(target.at(new Tag("dev")), manifest);
      var cost = new Cost(System.nanoTime() - began, cpu() - cpu);
      verify();
      return cost;
    }

    private static long cpu() {
      return ManagementFactory.getOperatingSystemMXBean()
              instanceof com.sun.management.OperatingSystemMXBean machine
          ? machine.getProcessCpuTime()
          : 0;
    }

    private Cost process(String... command) throws Exception {
      var home = Files.createDirectories(folder.resolve("home"));
      var cost = Cost.of(home, Map.of(), List.of(0), command);
      verify();
      return cost;
    }

    private Cost promote() throws Exception {
      var target = next();
      var here = Files.createDirectories(folder.resolve("here-" + targets));
      var program = new Programs(settings.root()).usual();
      Cost.of(
          here,
          Map.of(),
          List.of(0),
          Programs.with(
              program, "init", "big", target + ":{environment}", "--environments", "dev"));
      var cost =
          Cost.of(
              here,
              Map.of(),
              List.of(0),
              Programs.with(program, "promote", "oci://" + ours(), "big/dev"));
      verify();
      return cost;
    }
  }
}
