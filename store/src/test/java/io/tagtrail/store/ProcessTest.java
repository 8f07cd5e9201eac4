package io.tagtrail.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.testkit.ledger.Story;
import io.tagtrail.tlog.TreeHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real processes on one ledger.
class ProcessTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Test
  void nothing_that_was_acknowledged_is_missing_after_a_kill() throws Exception {
    long seed = Long.getLong("tagtrail.seed", System.nanoTime());
    System.out.println("ProcessTest seed " + seed);
    var random = new Random(seed);
    Fixture.create(folder).close();
    var acknowledged = new HashMap<Long, String>();
    for (int round = 0; round < 4; round++) {
      var out = folder.resolve("out-" + round);
      var process = start(out, "round-" + round, 4, 1_000_000);
      int enough = 50 + random.nextInt(400);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (read(out).size() < enough) {
        assertThat(System.nanoTime()).as("seed %d: it got stuck", seed).isLessThan(deadline);
        assertThat(process.isAlive()).as("seed %d", seed).isTrue();
        Thread.sleep(5);
      }
      process.destroyForcibly();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as("killed").isEqualTo(137);
      try (var ledger = Fixture.open(folder)) {
        assertThat(ledger.check().findings()).as("seed %d", seed).isEmpty();
        acknowledged.putAll(read(out));
        acknowledged.forEach((index, leaf) ->
            assertThat(TreeHash.leaf(ledger.entry(index).orElseThrow().event().encode()).hex())
                .as("entry %d, seed %d", index, seed)
                .isEqualTo(leaf));
        new Story(ledger).adopt(Fixture.PROD, round);
      }
    }
  }

  @Test
  void two_processes_append_at_once_without_gaps_or_duplicates() throws Exception {
    Fixture.create(folder).close();
    var acknowledged = new HashMap<Long, String>();
    var running = new HashMap<Path, Process>();
    for (var name : List.of("first", "second")) {
      var out = folder.resolve(name);
      running.put(out, start(out, name, 3, 60));
    }
    for (var each : running.entrySet()) {
      assertThat(each.getValue().waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(each.getValue().exitValue()).isZero();
      var mine = read(each.getKey());
      assertThat(mine).hasSize(180);
      assertThat(acknowledged).doesNotContainKeys(mine.keySet().toArray(Long[]::new));
      acknowledged.putAll(mine);
    }
    try (var ledger = Fixture.open(folder)) {
      assertThat(ledger.head().size()).isEqualTo(360);
      assertThat(acknowledged).hasSize(360);
      assertThat(ledger.check().findings()).isEmpty();
    }
  }

  private Process start(Path out, String application, int threads, int times) throws IOException {
    var classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classes,
            Appending.class.getName(),
            folder.toString(),
            application,
            String.valueOf(threads),
            String.valueOf(times))
        .redirectOutput(out.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /// Whole lines only: the last one may have been cut off by the kill.
  private static Map<Long, String> read(Path out) throws IOException {
    var text = Files.readString(out);
    var acknowledged = new HashMap<Long, String>();
    text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .forEach(line -> {
          int space = line.indexOf(' ');
          acknowledged.put(Long.parseLong(line.substring(0, space)), line.substring(space + 1));
        });
    return acknowledged;
  }
}
