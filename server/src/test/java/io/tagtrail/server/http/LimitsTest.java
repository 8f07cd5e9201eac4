package io.tagtrail.server.http;

import static io.tagtrail.server.http.World.DEV;
import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.server.config.ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nobody can take the server from others, or fill the ledger.
final class LimitsTest {
  @TempDir Path folder = Path.of("set by JUnit");

  private World world(int requests, int anonymous, int refusals) {
    return new World(
        folder,
        settings ->
            settings.limits(new ServerConfig.Limits(requests, anonymous, 262_144, 64, refusals)));
  }

  @Test
  void an_identity_that_asks_too_often_is_told_when_to_come_back_and_others_are_not() {
    try (var world = world(30, 1_000, 60)) {
      var eager = world.client(world.token(Set.of("read"), "*/*"));
      int refused = 0;
      for (int i = 0; i < 60; i++) {
        var reply = eager.get("/api/v1/head");
        if (reply.status() == 429) {
          assertThat(Long.parseLong(reply.header("Retry-After"))).isPositive();
          refused++;
        }
      }
      assertThat(refused).isBetween(20, 31);
      world.admin().get("/api/v1/head").is(200);
    }
  }

  @Test
  void wrong_tokens_from_an_address_end_in_429_and_good_ones_still_count() {
    try (var world = world(10_000, 10, 60)) {
      world.admin().get("/api/v1/head").is(200);
      int limited = 0;
      for (int i = 0; i < 30; i++) {
        var reply = world.client("tt_wrong" + i).get("/api/v1/head");
        assertThat(reply.status()).isIn(401, 429);
        limited += reply.status() == 429 ? 1 : 0;
      }
      assertThat(limited).isBetween(15, 20);
      assertThat(world.nobody().get(DEV).status()).isEqualTo(429);
      world.admin().get("/api/v1/head").is(200);
      world.nobody().get("/livez").is(200);
    }
  }

  @Test
  void refusals_are_logged_once_and_never_for_strangers() {
    try (var world = world(10_000, 1_000, 60)) {
      world.live(1);
      world.push("shop", 2);
      long before = world.entries();
      for (int i = 0; i < 10; i++) {
        world.admin().post(World.PROD + "/promote", "{\"source\":\":build-2\"}").is(422);
        world.nobody().post(World.PROD + "/promote", "{\"source\":\":build-2\"}").is(401);
      }
      Waiting.until("the refusal", () -> world.entries() > before);
      var last = world.admin().get("/api/v1/entries?from=" + before).is(200);
      assertThat(
              last.json()
                  .objects(
                      "entries",
                      entry -> {
                        entry.names().forEach(entry::any);
                        return entry.needText("kind");
                      }))
          .containsExactly("refusal");
      assertThat(metric(world, "tagtrail_refusals_total{result=\"queued\"}")).isEqualTo(10);
      Waiting.until(
          "the others to be coalesced",
          () -> metric(world, "tagtrail_refusals_total{result=\"repeated\"}") == 9);
      assertThat(world.entries()).isEqualTo(before + 1);
    }
  }

  @Test
  void without_a_quota_no_refusal_is_logged() {
    try (var world = world(10_000, 1_000, 0)) {
      world.live(1);
      world.push("shop", 2);
      long before = world.entries();
      world.admin().post(World.PROD + "/promote", "{\"source\":\":build-2\"}").is(422);
      assertThat(metric(world, "tagtrail_refusals_total{result=\"quota\"}")).isEqualTo(1);
      assertThat(world.entries()).isEqualTo(before);
    }
  }

  private static double metric(World world, String name) {
    return world
        .admin()
        .get("/metrics")
        .is(200)
        .text()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .sum();
  }

  @Test
  void a_small_flood_of_strangers_adds_no_entry_and_promotions_go_on() throws Exception {
    flood(600, 16, 10);
  }

  /// What it costs the promotions is the benchmark `flood`'s to say: here it is printed.
  @Test
  @Tag("long")
  void a_hundred_thousand_strangers_add_no_entry_and_every_promotion_goes_through()
      throws Exception {
    flood(100_000, 96, 300);
  }

  private void flood(int requests, int clients, int promotions) throws Exception {
    try (var world = world(100_000, 120, 60)) {
      for (int n = 1; n <= 3 * promotions; n++) {
        world.push("shop", n);
      }
      // What a process does for the first time is slow, for strangers too.
      strangers(world, new AtomicLong(Math.min(300, requests)), new AtomicLong());
      int next = 1;
      times(world, next, promotions);
      next += promotions;
      var quiet = times(world, next, promotions);
      next += promotions;
      var left = new AtomicLong(requests);
      var answered = new AtomicLong();
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < clients; i++) {
        // Others' processors are not ours: threads of their own, not those of the server's moves.
        threads.add(Thread.ofPlatform().start(() -> strangers(world, left, answered)));
      }
      long before = world.entries();
      var busy = times(world, next, promotions);
      for (var thread : threads) {
        thread.join();
      }
      assertThat(answered.get()).isEqualTo(requests);
      // An authorisation and a promotion each.
      assertThat(world.entries()).isEqualTo(before + 2L * promotions);
      System.out.printf(
          "promotions, ms: quiet p50 %.1f p99 %.1f, flooded p50 %.1f p99 %.1f%n",
          at(quiet, 0.5), at(quiet, 0.99), at(busy, 0.5), at(busy, 0.99));
    }
  }

  private static double[] times(World world, int from, int count) {
    var times = new double[count];
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      world.admin().post(DEV + "/promote", "{\"source\":\":build-" + (from + i) + "\"}").is(200);
      times[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(times);
    return times;
  }

  private static double at(double[] sorted, double part) {
    return sorted[Math.min(sorted.length - 1, (int) (sorted.length * part))];
  }

  private static void strangers(World world, AtomicLong left, AtomicLong answered) {
    var request =
        ("POST " + DEV + "/promote HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    var buffer = new byte[8_192];
    while (left.get() > 0) {
      try (var socket =
          new Socket(InetAddress.getLoopbackAddress(), world.serve().uri().getPort())) {
        socket.setTcpNoDelay(true);
        while (left.getAndDecrement() > 0) {
          socket.getOutputStream().write(request);
          int n = socket.getInputStream().read(buffer);
          var text = new String(buffer, 0, Math.max(0, n), StandardCharsets.US_ASCII);
          if (!text.startsWith("HTTP/1.1 401") && !text.startsWith("HTTP/1.1 429")) {
            throw new AssertionError("a stranger was answered: " + text);
          }
          answered.incrementAndGet();
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }
}
