package io.tagtrail.bench;

import static io.tagtrail.bench.measure.Rounds.samples;

import io.tagtrail.bench.measure.Report;
import io.tagtrail.bench.measure.Rounds;
import io.tagtrail.bench.world.ManyObjects;
import io.tagtrail.bundle.BundleReader;
import io.tagtrail.bundle.MediaTypes;
import io.tagtrail.bundle.Part;
import io.tagtrail.bundle.Reading;
import io.tagtrail.bundle.bound.Limits;
import io.tagtrail.bundle.diff.Comparison;
import io.tagtrail.bundle.diff.Side;
import io.tagtrail.bundle.inventory.Inventory;
import io.tagtrail.bundle.model.BundleKind;
import io.tagtrail.bundle.model.Contents;
import io.tagtrail.core.model.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Reading what is inside of a bundle, beside the plain loading of the same bytes: by the library
/// that parses for us, and by Python's with its parser in C.
final class InsideOfBundle implements Benchmark {
  private static final String OURS = "Tagtrail: layer to objects and images, within bounds";
  private static final String RECORDED = "Tagtrail: the same, and its inventory";
  private static final String COMPARED = "Tagtrail: comparing two such bundles that are read";
  private static final String LOADED = "gunzip, untar, snakeyaml-engine `Load` of each file";
  private static final String PYTHON =
      "`tar xzO`, python3 `yaml.load_all` with CSafeLoader (processes)";

  @Override
  public void run(Settings settings, Report report) throws Exception {
    int objects = settings.size(2_000, 40);
    var layer = ManyObjects.layer(objects, settings.seed());
    var later = read(ManyObjects.layer(objects, settings.seed() + 1));
    var file = settings.work().resolve("layer.tar.gz");
    Files.write(file, layer);
    var contents = read(layer);
    if (contents.objects().size() != objects) {
      throw new IllegalStateException("not what was made: " + contents.objects().size());
    }
    report.line(
        "A Flux artifact of %,d objects in %d files: %,d bytes packed, %,d unpacked; %d images. Warm, one thread."
            .formatted(
                objects,
                contents.files().size(),
                layer.length,
                contents.files().values().stream().mapToLong(each -> each.bytes().length).sum(),
                contents.images().size()));
    var rounds =
        new Rounds()
            .add(OURS, Rounds.whole(() -> read(layer)))
            .add(RECORDED, Rounds.whole(() -> inventory(read(layer)).document()))
            .add(LOADED, Rounds.whole(() -> load(layer)))
            .add(
                COMPARED,
                Rounds.whole(() ->
                    Comparison.of(
                        new Side(inventory(contents), contents),
                        new Side(inventory(later), later))));
    boolean python = hasPython();
    if (python) {
      rounds.add(PYTHON, Rounds.whole(() -> python(file)));
    }
    var measured = rounds.run(settings.size(8, 0), settings.rounds(30, 1));
    var peer = samples(measured, LOADED);
    report.table("what", "p50", "p99", "to plain loading, p50", "of pairs");
    for (var name : measured.keySet()) {
      var each = samples(measured, name);
      report.row(
          name,
          Report.ms(each.median()),
          Report.ms(each.percentile(99)),
          Report.times(each.over(peer)),
          Report.times(each.pairedOver(peer)));
    }
    if (!python) {
      report.line("").line("Without python3 and its yaml: not measured beside it.");
    }
  }

  private static Contents read(byte[] layer) {
    var part = new Part(MediaTypes.FLUX_CONTENT, null, layer);
    var reading = new BundleReader(Limits.USUAL, List.of()).read(BundleKind.FLUX, List.of(part));
    if (reading instanceof Reading.Read(var contents)) {
      return contents;
    }
    throw new IllegalStateException(reading.toString());
  }

  private static Inventory inventory(Contents contents) {
    return Inventory.of(Digest.of(new byte[0]), contents, List.of());
  }

  private static void load(byte[] layer) throws IOException {
    var settings = LoadSettings.builder().build();
    try (var tar =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(layer)))) {
      int documents = 0;
      while (tar.getNextEntry() != null) {
        var text = new String(tar.readAllBytes(), StandardCharsets.UTF_8);
        for (var document : new Load(settings).loadAllFromString(text)) {
          documents += document == null ? 0 : 1;
        }
      }
      if (documents == 0) {
        throw new IllegalStateException("nothing was loaded");
      }
    }
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "-c", "import yaml; yaml.CSafeLoader")
              .redirectErrorStream(true)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void python(Path file) throws IOException, InterruptedException {
    var program =
        """
        import subprocess, sys, yaml
        text = subprocess.run(["tar", "xzOf", sys.argv[1]], capture_output=True, check=True).stdout
        print(sum(1 for d in yaml.load_all(text, Loader=yaml.CSafeLoader) if d))
        """;
    int exit =
        new ProcessBuilder("python3", "-c", program, file.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    if (exit != 0) {
      throw new IllegalStateException("python3 ended with " + exit);
    }
  }
}
