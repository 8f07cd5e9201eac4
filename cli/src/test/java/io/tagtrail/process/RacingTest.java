package io.tagtrail.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.cli.Main;
import io.tagtrail.cli.world.Ran;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.model.Alias;
import io.tagtrail.gateway.embedded.EmbeddedRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Movers that race on the same aliases, against one registry and one ledger.
class RacingTest {
  @TempDir Path folder = Path.of("set by JUnit");
  private EmbeddedRegistry registry;

  @BeforeEach
  void start() {
    registry =
        EmbeddedRegistry.start(
            folder.resolve("registry"), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void two_processes_on_one_alias_leave_one_chain() throws Exception {
    var workshop = new Workshop(folder.resolve("work"), registry.host(), 1);
    for (int n = 1; n <= 9; n++) {
      workshop.push("app0", n);
    }
    workshop.run("promote", ":build-1", "app0/prod").ok();
    for (int n = 2; n <= 8; n += 2) {
      var one =
          workshop.start(
              Main.class,
              Map.of(),
              "promote",
              ":build-" + n,
              "app0/prod",
              "--allow-older",
              "--reason",
              "race");
      var other =
          workshop.start(
              Main.class,
              Map.of(),
              "promote",
              ":build-" + (n + 1),
              "app0/prod",
              "--allow-older",
              "--reason",
              "race");
      var ends = List.of(Workshop.end(one), Workshop.end(other));
      // Each one moved it, or was told that the other's move is unfinished or got in between.
      assertThat(ends).allMatch(ran -> List.of(0, 4, 7).contains(ran.exit()));
      assertThat(ends).anyMatch(ran -> ran.exit() == 0);
    }
    workshop.run("check").ok();
    assertSound(workshop, 1);
  }

  @Test
  void a_hundred_moves_racing_on_ten_aliases_leave_ten_chains() throws Exception {
    long seed = Long.getLong("tagtrail.seed", System.nanoTime());
    System.out.println("tagtrail.seed=" + seed);
    var random = new Random(seed);
    var workshop = new Workshop(folder.resolve("work"), registry.host(), 10);
    for (int app = 0; app < 10; app++) {
      for (int n = 1; n <= 10; n++) {
        workshop.push("app" + app, n);
      }
    }
    var moves = new ArrayList<Callable<Ran>>();
    for (int i = 0; i < 100; i++) {
      var source = ":build-" + (1 + random.nextInt(10));
      var alias = "app" + random.nextInt(10) + "/prod";
      moves.add(() -> workshop.run("promote", source, alias, "--allow-older", "--reason", "race"));
    }
    try (var pool = Executors.newFixedThreadPool(8)) {
      int moved = 0;
      for (var future : pool.invokeAll(moves)) {
        var ran = future.get();
        assertThat(ran.exit()).as(ran.out() + ran.err()).isIn(0, 4, 7);
        moved += ran.exit() == 0 ? 1 : 0;
      }
      assertThat(moved).isPositive();
    }
    assertSound(workshop, 10);
  }

  private static void assertSound(Workshop workshop, int applications) {
    try (var ledger = workshop.ledger()) {
      assertThat(ledger.check().findings()).isEmpty();
      for (var alias : ledger.aliases()) {
        var state = ledger.alias(alias);
        assertThat(state.intent()).as(alias.toString()).isNull();
        assertThat(state.observedDigest())
            .isEqualTo(workshop.tag(alias.application(), alias.environment()));
        assertThat(ledger.changes(alias, Long.MAX_VALUE, 1000))
            .as("nobody moved %s without Tagtrail", alias)
            .noneMatch(entry -> entry.event().kind() == EventKind.OUTSIDE_MOVE);
      }
      assertThat(ledger.aliases())
          .allMatch(alias -> applications > 1 || alias.equals(new Alias("app0", "prod")));
    }
  }
}
