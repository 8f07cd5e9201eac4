package io.tagtrail.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.bench.measure.Report;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whether the benchmarks still run. No figure is looked at.
class SmokeTest {
  @TempDir Path work;

  @Test
  void every_benchmark_runs_with_tiny_numbers_and_writes_its_section() throws Exception {
    var report = report(List.of());

    assertThat(report).contains(Main.all().keySet().stream().map(name -> "## " + name).toList());
    assertThat(report)
        .contains("seed 7, TRIED ONLY")
        .containsPattern("same repository \\| \\d+ \\| observed: HEAD tag; ")
        .contains("| embedded | after another one |")
        .contains("plain `java -cp`")
        .contains("600 entries, busy/prod")
        .contains("`tagtrail promote`, whole process")
        .contains(
            "| SQLite | 32 | 192 |",
            "600: p50 / p99",
            "Entries: ",
            "0 by strangers",
            "Resident every")
        .containsPattern("\\| PostgreSQL \\S+ \\| 32 \\| 192 \\|");
  }

  private String report(List<String> names) throws Exception {
    var settings =
        new Settings(Path.of(System.getProperty("tagtrail.root")), work, 7, true, 1, false, "both");
    var report =
        new Report(new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8));
    Main.run(settings, names, report);
    return report.text();
  }
}
