package io.tagtrail.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.model.Alias;
import io.tagtrail.server.config.ServerConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real process of the server, killed with SIGKILL while callers move aliases, again and again:
/// what was acknowledged is in the ledger, in the order of its acknowledgement, and every move gets
/// its outcome.
final class KilledUnderLoadTest {
  private static final int KILLS = 3;
  private static final int CALLERS = 4;
  private static final int MOVES_BEFORE = 12;

  @TempDir Path folder = Path.of("set by JUnit");

  private final long seed = Long.getLong("tagtrail.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final ConcurrentLinkedQueue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();

  /// What a caller was told: this entry, after whatever it was told before.
  private record Acknowledged(int caller, long index, String digest) {}

  @Test
  void nothing_that_was_acknowledged_is_lost() throws Exception {
    System.out.println("KilledUnderLoadTest seed " + seed);
    try (var world = new World(folder)) {
      var config = Files.readString(world.file());
      var applications = new StringBuilder();
      for (int i = 0; i < CALLERS; i++) {
        applications.append(
            "  app%d: {location: '%s/work/app%d:{environment}'}\n".formatted(i, world.host(), i));
      }
      world.write(
          config
              .replace("applications:\n", "applications:\n" + applications)
              .replace("deadline: 20s", "deadline: 2s")
              .replaceFirst(
                  "identity:",
                  "server: {limits: {requests: 1000000, anonymous: 1000000}}\nidentity:"));
      world.serve().reload();
      world.admin().post("/api/v1/policy", "{}").is(200);
      var token = world.everything();
      for (int caller = 0; caller < CALLERS; caller++) {
        for (int n = 1; n <= 60; n++) {
          world.push("app" + caller, n);
        }
      }
      // The processes to come are alone with the ledger.
      world.serve().close();

      var next = new int[CALLERS];
      for (int kill = 0; kill < KILLS; kill++) {
        round(world.file(), token, next);
      }
      settle(world.file());
      everythingIsThere(world.file());
    }
  }

  private void round(Path file, String token, int[] next) throws Exception {
    var process = start(file);
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    var uri = URI.create(String.valueOf(out.readLine()));
    int before = acknowledged.size();
    var stop = new AtomicBoolean();
    var callers = new ArrayList<Thread>();
    for (int i = 0; i < CALLERS; i++) {
      int caller = i;
      callers.add(Thread.ofVirtual().start(() -> moves(uri, token, caller, next, stop)));
    }
    long extra = random.nextLong(300);
    Waiting.until(
        "moves", () -> acknowledged.size() >= before + MOVES_BEFORE || !process.isAlive());
    Thread.sleep(extra);
    process.destroyForcibly();
    process.waitFor();
    stop.set(true);
    for (var caller : callers) {
      caller.join();
    }
    assertThat(acknowledged.size()).as("seed %d", seed).isGreaterThan(before);
  }

  private static Process start(Path file) throws IOException {
    var builder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xmx256m",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    ServeMain.class.getName(),
                    file.toString()))
            .redirectError(file.resolveSibling("server.log").toFile());
    builder.environment().remove("CI");
    return builder.start();
  }

  /// Promotes one bundle after the other; what gets no answer is asked for again by the next round,
  /// with the same key.
  private void moves(URI uri, String token, int caller, int[] next, AtomicBoolean stop) {
    try (var http = HttpClient.newHttpClient()) {
      while (!stop.get() && next[caller] < 60) {
        var answer = promote(http, uri, token, caller, next[caller] + 1);
        if (answer == null) {
          return;
        }
        if (answer.statusCode() == 200) {
          var outcome = JsonReader.object(answer.body());
          if (!outcome.needText("outcome").equals("unchanged")) {
            var entry = outcome.needObject("entry");
            acknowledged.add(
                new Acknowledged(caller, entry.needNumber("index"), entry.needText("digest")));
          }
          next[caller]++;
        } else if (answer.statusCode() != 409 && answer.statusCode() != 202) {
          throw new AssertionError(new String(answer.body(), StandardCharsets.UTF_8));
        } else {
          // An unfinished move of before stands in the way until it is settled.
          Waiting.aMoment();
        }
      }
    }
  }

  private static @Nullable HttpResponse<byte[]> promote(
      HttpClient http, URI uri, String token, int caller, int n) {
    var request =
        HttpRequest.newBuilder(uri.resolve("/api/v1/aliases/app%d/dev/promote".formatted(caller)))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", "k-%d-%d".formatted(caller, n))
            .POST(HttpRequest.BodyPublishers.ofString("{\"source\":\":build-%d\"}".formatted(n)))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      // Killed: nobody knows whether it happened.
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /// One more process, which settles what the killed ones left.
  private static void settle(Path file) {
    try (var last =
        Serve.start(
            file,
            Map.of(),
            settings -> settings.listening(new ServerConfig.Listen("127.0.0.1", 0)))) {
      Waiting.until("every outcome", () -> unfinished(last) == 0);
    }
  }

  private static long unfinished(Serve serve) {
    var ledger = serve.wiring().stored();
    return ledger.aliases().stream().filter(alias -> ledger.alias(alias).intent() != null).count();
  }

  private void everythingIsThere(Path file) {
    try (var serve =
        Serve.start(
            file,
            Map.of(),
            settings -> settings.listening(new ServerConfig.Listen("127.0.0.1", 0)))) {
      var ledger = serve.wiring().stored();
      assertThat(ledger.check().findings()).as("seed %d", seed).isEmpty();
      var last = new long[CALLERS];
      for (var each : acknowledged) {
        var entry = ledger.entry(each.index());
        assertThat(entry).as("seed %d: %s", seed, each).isPresent();
        var event = entry.orElseThrow().event();
        assertThat(event.kind()).isEqualTo(EventKind.PROMOTION);
        assertThat(String.valueOf(event.needChange().digest())).isEqualTo(each.digest());
        assertThat(event.stream()).isEqualTo(new Alias("app" + each.caller(), "dev").stream());
        assertThat(each.index())
            .as("seed %d: order of %s", seed, each)
            .isGreaterThanOrEqualTo(last[each.caller()]);
        last[each.caller()] = each.index();
      }
      assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(KILLS);
    }
  }
}
