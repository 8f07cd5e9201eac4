package io.tagtrail.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real processes on one database, all of them on the same aliases.
class PostgresProcessTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Test
  void three_processes_append_to_the_same_aliases_while_one_is_killed() throws Exception {
    long seed = Long.getLong("tagtrail.seed", System.nanoTime());
    System.out.println("PostgresProcessTest seed " + seed);
    var random = new Random(seed);
    var settings = Postgres.database();
    PostgresLedger.create(settings, Postgres.ORIGIN, Fixture.CLOCK).close();
    var outs = new ArrayList<Path>();
    var running = new ArrayList<Process>();
    try {
      for (int i = 0; i < 3; i++) {
        outs.add(folder.resolve("out-" + i));
        running.add(start(settings, outs.get(i), i, 3, i == 0 ? 1_000_000 : 120));
      }
      await(outs.get(0), running.get(0), 20 + random.nextInt(60), seed);
      running.get(0).destroyForcibly();
      assertThat(running.get(0).waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(running.get(0).exitValue()).as("killed").isEqualTo(137);
      // A new one takes the place of the killed one.
      outs.add(folder.resolve("out-3"));
      running.add(start(settings, outs.get(3), 3, 2, 60));
      for (var process : running.subList(1, running.size())) {
        assertThat(process.waitFor(100, TimeUnit.SECONDS)).as("seed %d", seed).isTrue();
        assertThat(process.exitValue()).as("seed %d", seed).isZero();
      }
    } finally {
      running.forEach(Process::destroyForcibly);
    }
    var all = new ArrayList<History.Acknowledged>();
    for (var out : outs) {
      all.addAll(read(out));
    }
    assertThat(read(outs.get(1))).hasSize(360);
    assertThat(read(outs.get(3))).hasSize(120);
    try (var ledger = PostgresLedger.open(settings, Fixture.CLOCK)) {
      History.holds(ledger, all, "seed " + seed);
      assertThat(ledger.aliases()).hasSize(2);
    }
  }

  private static void await(Path out, Process process, int lines, long seed) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (read(out).size() < lines) {
      assertThat(System.nanoTime()).as("seed %d: it got stuck", seed).isLessThan(deadline);
      assertThat(process.isAlive()).as("seed %d", seed).isTrue();
      Thread.sleep(5);
    }
  }

  static Process start(PostgresSettings settings, Path out, int number, int threads, int times)
      throws IOException {
    var classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classes,
            PostgresAppending.class.getName(),
            settings.url(),
            String.valueOf(number),
            String.valueOf(threads),
            String.valueOf(times))
        .redirectOutput(out.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /// Whole lines only: the last one may have been cut off by the kill.
  static List<History.Acknowledged> read(Path out) throws IOException {
    var text = Files.exists(out) ? Files.readString(out) : "";
    return text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .map(History.Acknowledged::parse)
        .toList();
  }
}
