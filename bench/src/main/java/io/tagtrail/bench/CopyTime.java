package io.tagtrail.bench;

import io.tagtrail.bench.measure.Cost;
import io.tagtrail.bench.measure.Costs;
import io.tagtrail.bench.measure.Report;
import io.tagtrail.bench.world.BigBundle;
import io.tagtrail.bench.world.Folders;
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
  private static final Tag DEV = new Tag("dev");

  @Override
  public void run(Settings settings, Report report) throws Exception {
    int mebibytes = settings.size(64, 1);
    report.line(
        ("A bundle of %d MiB that does not compress, from one registry to another, each a process"
                + " of its own; new content every time. The CPU time is the client's, not the"
                + " registries'. Our copy in a warm process has no start of a process in it;"
                + " `tagtrail promote` has, and a ledger, keep-tag, checks and the record on the"
                + " bundle.")
            .formatted(mebibytes));
    var registries = Registries.all(settings.tiny());
    for (var name : registries.names()) {
      for (int layers : settings.of(List.of(1, 8))) {
        var folder = settings.work().resolve(name.replace(' ', '-') + "-" + layers);
        try (var from = registries.start(name, folder.resolve("from"));
            var to = registries.start(name, folder.resolve("to"));
            var registry = new OciRegistry(OciSettings.anonymous())) {
          int bytes = (mebibytes << 20) / layers;
          var copying =
              new Copying(settings, folder, registries, from, to, registry, layers, bytes);
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
    private final int layers;
    private final int bytes;
    private int count;

    Copying(
        Settings settings,
        Path folder,
        Registries registries,
        Served from,
        Served to,
        OciRegistry registry,
        int layers,
        int bytes) {
      this.settings = settings;
      this.folder = folder;
      this.registries = registries;
      this.from = from;
      this.to = to;
      this.registry = registry;
      this.layers = layers;
      this.bytes = bytes;
    }

    void run(Report report, String title) throws Exception {
      Map<String, Costs.Run> runs = new LinkedHashMap<>();
      runs.put("our copy, warm process", this::library);
      runs.put("`tagtrail promote`, whole process", this::promote);
      registries
          .client("crane")
          .ifPresent(crane -> runs.put(CRANE, () -> tool(List.of(crane.toString(), "copy"), "")));
      registries
          .client("skopeo")
          .ifPresent(skopeo ->
              runs.put(
                  "`skopeo copy`",
                  () ->
                      tool(
                          List.of(
                              skopeo.toString(),
                              "copy",
                              "--insecure-policy",
                              "--src-tls-verify=false",
                              "--dest-tls-verify=false"),
                          "docker://")));
      var measured = Costs.rounds(runs, settings.size(1, 0), settings.rounds(8, 1));
      var crane = measured.get(CRANE);
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
              crane == null ? "" : Report.times(costs.wall().over(crane.wall())),
              crane == null ? "" : Report.times(costs.cpu().over(crane.cpu()))));
    }

    /// A bundle that nobody has seen yet, pushed to the source: skopeo remembers where it has put
    /// which blob, and would have the target mount it instead of copying.
    private Job next() throws Exception {
      count++;
      var bundle = BigBundle.of(settings.seed() * 1000 + count, layers, bytes);
      var source = new Repository(from.host(), "from/big-" + count);
      new RawPusher(URI.create("http://" + from.host())).push(source, new Tag("dev"), bundle);
      return new Job(bundle, source, new Repository(to.host(), "to/big-" + count));
    }

    private void verify(Job job) {
      var there = registry.head(job.target().at(DEV).reference());
      if (there.isEmpty() || !there.get().digest().equals(job.bundle().digest())) {
        throw new IllegalStateException("not copied as it was: " + there);
      }
    }

    private Cost library() throws Exception {
      var job = next();
      var source = new Source.InRegistry(Reference.of(job.source(), job.bundle().digest()));
      long cpu = cpu();
      long began = System.nanoTime();
      var manifest = registry.resolve(source).orElseThrow();
      registry.copy(source, manifest, job.target(), Progress.SILENT);
      registry.put(job.target().at(DEV), manifest);
      var cost = new Cost(System.nanoTime() - began, cpu() - cpu);
      verify(job);
      return cost;
    }

    private static long cpu() {
      return ManagementFactory.getOperatingSystemMXBean()
              instanceof com.sun.management.OperatingSystemMXBean machine
          ? machine.getProcessCpuTime()
          : 0;
    }

    private Cost tool(List<String> command, String scheme) throws Exception {
      var job = next();
      var home = Files.createDirectories(folder.resolve("home"));
      var cost =
          Cost.of(
              home,
              Map.of(),
              List.of(0),
              Programs.with(
                  command, scheme + job.source() + ":dev", scheme + job.target() + ":dev"));
      verify(job);
      return cost;
    }

    private Cost promote() throws Exception {
      var job = next();
      var here = Files.createDirectories(folder.resolve("here-" + count));
      var program = new Programs(settings.root()).usual();
      verb(here, program, "init", "big", job.target() + ":{environment}", "--environments", "dev");
      var cost = verb(here, program, "promote", "oci://" + job.source() + ":dev", "big/dev");
      verify(job);
      return cost;
    }

    private static Cost verb(Path here, List<String> program, String... arguments)
        throws Exception {
      return Cost.of(here, Map.of(), List.of(0), Programs.with(program, arguments));
    }
  }

  /// One copy.
  private record Job(Bundle bundle, Repository source, Repository target) {}
}
