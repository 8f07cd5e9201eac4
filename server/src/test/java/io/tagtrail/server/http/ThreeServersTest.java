package io.tagtrail.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.model.Alias;
import io.tagtrail.server.config.ServerConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three processes of the server on one PostgreSQL move the same three aliases at once, and one of
/// them is killed with SIGKILL: nothing that was acknowledged is lost, there is no gap and no
/// duplicate, what was acknowledged before another was asked for stands before it, and every
/// alias's tag is what its chain ends with.
final class ThreeServersTest {
  private static final List<String> ALIASES = List.of("one", "two", "three");
  private static final int SERVERS = 3;
  private static final int BUNDLES = 6;
  private static final int BEFORE = 25;
  private static final int AFTER = 25;

  @TempDir Path folder = Path.of("set by JUnit");

  private final long seed = Long.getLong("tagtrail.seed", System.nanoTime());
  private final ConcurrentLinkedQueue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> unexpected = new ConcurrentLinkedQueue<>();
  private final List<Process> processes = new ArrayList<>();

  /// What a caller was told, and when it asked and heard.
  private record Acknowledged(String application, long index, String digest, long from, long to) {}

  @Test
  void three_processes_on_one_database_lose_nothing_when_one_is_killed() throws Exception {
    System.out.println("ThreeServersTest seed " + seed);
    try (var postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("synchronous_commit", "on")
            .start()) {
      var ledger =
          "{url: 'postgresql://localhost:%d/postgres', user: postgres}"
              .formatted(postgres.getPort());
      try (var world = new World(folder, ledger, settings -> settings)) {
        play(world);
      } finally {
        processes.forEach(Process::destroyForcibly);
      }
    }
  }

  private void play(World world) throws Exception {
    var applications = new StringBuilder("applications:\n");
    for (var name : ALIASES) {
      applications.append(
          "  %s: {location: '%s/work/%s:{environment}'}\n".formatted(name, world.host(), name));
      for (int n = 1; n <= BUNDLES; n++) {
        world.push(name, n);
      }
    }
    world.write(
        world
            .config("server: {limits: {requests: 1000000, anonymous: 1000000}}\n")
            .replace("applications:\n", applications.toString())
            .replace("deadline: 20s", "deadline: 3s")
            // On a busy machine a write that was sent in time takes its time to land.
            .replace("settle: 300ms", "settle: 2s"));
    world.serve().reload();
    world.admin().post("/api/v1/policy", "{}").is(200);
    var token = world.everything();
    world.serve().close();

    var uris = new ArrayList<URI>();
    for (int i = 0; i < SERVERS; i++) {
      uris.add(start(world.file()));
    }
    var stop = new AtomicBoolean();
    var callers = new ArrayList<Thread>();
    for (int server = 0; server < SERVERS; server++) {
      for (int alias = 0; alias < ALIASES.size(); alias++) {
        var uri = uris.get(server);
        var name = ALIASES.get(alias);
        var random = new Random(seed + server * 31L + alias);
        callers.add(Thread.ofVirtual().start(() -> moves(uri, token, name, random, stop)));
      }
    }
    Waiting.until("moves before", () -> acknowledged.size() >= BEFORE || !unexpected.isEmpty());
    processes.getFirst().destroyForcibly().waitFor();
    int atKill = acknowledged.size();
    Waiting.until(
        "moves after", () -> acknowledged.size() >= atKill + AFTER || !unexpected.isEmpty());
    stop.set(true);
    for (var caller : callers) {
      caller.join();
    }
    for (var process : processes) {
      process.destroyForcibly().waitFor();
    }
    assertThat(unexpected).as("seed %d", seed).isEmpty();
    afterwards(world);
  }

  /// One more server settles what is unfinished; then everything is looked at.
  private void afterwards(World world) throws IOException, InterruptedException {
    try (var serve =
        Serve.start(
            world.file(),
            Map.of(),
            settings -> settings.listening(new ServerConfig.Listen("127.0.0.1", 0)))) {
      var ledger = serve.wiring().stored();
      Waiting.until(
          "every outcome",
          () -> ledger.aliases().stream().allMatch(alias -> ledger.alias(alias).intent() == null));
      assertThat(ledger.check().findings()).as("seed %d", seed).isEmpty();
      for (var each : acknowledged) {
        var event = ledger.entry(each.index()).orElseThrow().event();
        assertThat(event.kind()).as("seed %d: %s", seed, each).isEqualTo(EventKind.PROMOTION);
        assertThat(event.stream()).isEqualTo(new Alias(each.application(), "dev").stream());
        assertThat(String.valueOf(event.needChange().digest())).isEqualTo(each.digest());
      }
      assertThat(acknowledged.stream().map(Acknowledged::index)).doesNotHaveDuplicates();
      inOrder();
      for (var name : ALIASES) {
        var alias = new Alias(name, "dev");
        var chain = ledger.changes(alias, Long.MAX_VALUE, 10_000);
        assertThat(chain.getLast().event().needChange().sequence()).isEqualTo(1);
        assertThat(tag(world, name))
            .as("seed %d: the tag of %s", seed, alias)
            .isEqualTo(String.valueOf(ledger.alias(alias).observedDigest()));
      }
    }
  }

  private static String tag(World world, String name) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var uri = URI.create("http://%s/v2/work/%s/manifests/dev".formatted(world.host(), name));
      return http.send(
              HttpRequest.newBuilder(uri).header("Accept", "*/*").build(),
              HttpResponse.BodyHandlers.discarding())
          .headers()
          .firstValue("Docker-Content-Digest")
          .orElse("not there");
    }
  }

  /// Acknowledged before another was asked for: a lower index.
  private void inOrder() {
    var byIndex = acknowledged.stream().sorted(Comparator.comparingLong(Acknowledged::index));
    long latestStart = Long.MIN_VALUE;
    for (var each : byIndex.toList()) {
      // None of a lower index may have been asked for after this one was acknowledged.
      assertThat(latestStart).as("seed %d: %s", seed, each).isLessThanOrEqualTo(each.to());
      latestStart = Math.max(latestStart, each.from());
    }
  }

  private URI start(Path file) throws IOException {
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
            .redirectError(
                file.resolveSibling("server-%d.log".formatted(processes.size())).toFile());
    builder.environment().remove("CI");
    var process = builder.start();
    processes.add(process);
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    return URI.create(String.valueOf(out.readLine()));
  }

  private void moves(URI uri, String token, String name, Random random, AtomicBoolean stop) {
    try (var http = HttpClient.newHttpClient()) {
      while (!stop.get()) {
        int n = 1 + random.nextInt(BUNDLES);
        long from = System.nanoTime();
        var answer =
            http.send(
                HttpRequest.newBuilder(uri.resolve("/api/v1/aliases/" + name + "/dev/promote"))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .POST(
                        HttpRequest.BodyPublishers.ofString(
                            "{\"source\":\":build-%d\",\"allowOlder\":true,\"reason\":\"race\"}"
                                .formatted(n)))
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        took(name, answer, from);
      }
    } catch (IOException e) {
      // Killed: nobody knows whether it happened.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void took(String name, HttpResponse<byte[]> answer, long from) {
    switch (answer.statusCode()) {
      case 200 -> {
        var outcome = JsonReader.object(answer.body());
        if (outcome.needText("outcome").equals("moved")) {
          var entry = outcome.needObject("entry");
          acknowledged.add(
              new Acknowledged(
                  name,
                  entry.needNumber("index"),
                  entry.needText("digest"),
                  from,
                  System.nanoTime()));
        }
      }
      // Somebody else moves it, or has not come to an end with it.
      case 202, 409 -> Waiting.aMoment();
      default -> unexpected.add(new String(answer.body(), StandardCharsets.UTF_8));
    }
  }
}
