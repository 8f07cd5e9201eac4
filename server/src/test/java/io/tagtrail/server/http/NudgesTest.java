package io.tagtrail.server.http;

import static io.tagtrail.server.http.World.DEV;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Outgoing;
import io.tagtrail.core.ledger.TaskKind;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.promotion.Delivery;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Powers;
import io.tagtrail.core.promotion.Step;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.flux.event.BodySignature;
import io.tagtrail.server.Ask;
import io.tagtrail.server.Local;
import io.tagtrail.server.config.ConfigReader;
import io.tagtrail.server.nudge.NudgeListener;
import io.tagtrail.server.nudge.Nudger;
import io.tagtrail.testkit.registry.Artifacts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Receivers are told of moves, after the commit and from the outbox.
final class NudgesTest {
  private static final byte[] KEY = "the token of the Secret".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder = Path.of("set by JUnit");

  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private final HttpServer receiver = server();

  private record Heard(String path, byte[] body, String signature) {
    long sequence() {
      var view = JsonReader.object(body);
      return view.needNumber("sequence");
    }
  }

  private static HttpServer server() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeEach
  void listen() throws IOException {
    Files.write(folder.resolve("token"), KEY);
    receiver.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    receiver.createContext("/", this::answer);
    receiver.start();
  }

  @AfterEach
  void end() {
    receiver.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      if (status == 200) {
        heard.add(
            new Heard(
                exchange.getRequestURI().getPath(),
                body,
                String.valueOf(exchange.getRequestHeaders().getFirst("X-Signature"))));
      }
      exchange.sendResponseHeaders(status, -1);
    }
  }

  private String url(String path) {
    return "http://127.0.0.1:%d%s".formatted(receiver.getAddress().getPort(), path);
  }

  /// @param more further receivers
  private World world(String more) {
    var world = new World(folder);
    world.write(
        world.config(
            """
            flux:
              receivers:
                - {name: flux, type: generic-hmac, url: '%s', secretFile: token, on: '*/*'}
            %s
            """
                .formatted(url("/hook/abc"), more.indent(4))));
    world.serve().reload();
    return world;
  }

  private static void promote(World world, int n) {
    world.push("shop", n);
    world.admin().post(DEV + "/promote", "{\"source\":\":build-" + n + "\"}").is(200);
  }

  private static List<Outgoing> pending(World world) {
    var ledger = world.serve().wiring().stored();
    return java.util.stream.LongStream.range(0, ledger.head().size())
        .mapToObj(ledger::tasks)
        .flatMap(List::stream)
        .filter(task -> task.done() == null)
        .toList();
  }

  @Test
  void a_receiver_is_told_of_each_move_soon_and_signed() {
    try (var world = world("")) {
      promote(world, 1);
      Waiting.until("the call", () -> heard.size() == 1);
      var one = heard.getFirst();
      assertThat(BodySignature.holds(one.signature(), one.body(), KEY)).isTrue();
      assertThat(one.path()).isEqualTo("/hook/abc");
      var body = JsonReader.object(one.body());
      assertThat(body.needText("alias")).isEqualTo("shop/dev");
      assertThat(body.needText("tag")).isEqualTo("dev");
      assertThat(body.needText("kind")).isEqualTo("promotion");
      assertThat(body.needText("repository")).isEqualTo(world.host() + "/work/shop");
      assertThat(body.text("previous")).isNull();
      assertThat(body.needText("ledger")).isEqualTo("tagtrail/test");
      promote(world, 2);
      Waiting.until("the second call", () -> heard.size() == 2);
      assertThat(JsonReader.object(heard.get(1).body()).needText("previous"))
          .isEqualTo(body.needText("digest"));
      Waiting.until("the outbox to be empty", () -> pending(world).isEmpty());
      assertThat(world.admin().get("/metrics").text())
          .contains("tagtrail_nudges_total{receiver=\"flux\",result=\"taken\"} 2");
    }
  }

  @Test
  void an_adoption_and_moves_of_others_are_not_told() {
    try (var world =
        world("- {name: prod, type: generic, url: '%s', on: '*/prod'}".formatted(url("/prod")))) {
      world.push("shop", 1);
      world.registry().pusher();
      promote(world, 1);
      Waiting.until("the call", () -> heard.size() == 1);
      assertThat(heard).extracting(Heard::path).containsExactly("/hook/abc");
      world.admin().post(World.PROD + "/promote", "{\"source\":\"shop/dev\"}").is(200);
      Waiting.until("both calls", () -> heard.size() == 3);
      assertThat(heard).extracting(Heard::path).contains("/prod");
    }
  }

  @Test
  void a_dead_receiver_holds_up_neither_the_others_nor_the_records() throws IOException {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var world =
            world(
                "- {name: dead, type: generic, url: 'http://127.0.0.1:%d/', on: '*/*', timeout: 20s}"
                    .formatted(silent.getLocalPort()))) {
      long begun = System.nanoTime();
      for (int n = 1; n <= 5; n++) {
        promote(world, n);
        int told = n;
        Waiting.until("the others", () -> heard.size() == told);
      }
      Waiting.until(
          "the records",
          () -> pending(world).stream().allMatch(task -> task.kind() == TaskKind.NUDGE));
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
      assertThat(pending(world)).isNotEmpty();
      closeAll(silent);
    }
  }

  private static void closeAll(ServerSocket silent) throws IOException {
    silent.setSoTimeout(1);
    try {
      while (true) {
        Socket waiting = silent.accept();
        waiting.close();
      }
    } catch (java.net.SocketTimeoutException e) {
      // All that waited are gone.
    }
  }

  @Test
  void what_was_refused_is_tried_again_and_says_why_meanwhile() {
    try (var world = world("")) {
      status = 503;
      promote(world, 1);
      Waiting.until(
          "the refusal", () -> pending(world).stream().anyMatch(task -> task.attempts() > 0));
      assertThat(pending(world))
          .singleElement()
          .satisfies(task -> {
            assertThat(task.problem())
                .contains("flux (http://127.0.0.1")
                .contains("503")
                .contains("suspended");
            assertThat(task.problem()).doesNotContain("/hook/abc");
          });
      status = 200;
      Waiting.until("the next attempt", () -> heard.size() == 1);
      Waiting.until("the outbox to be empty", () -> pending(world).isEmpty());
    }
  }

  @Test
  void a_nudge_that_a_newer_move_made_pointless_is_dropped() {
    try (var world = world("")) {
      status = 500;
      promote(world, 1);
      Waiting.until(
          "the failure", () -> pending(world).stream().anyMatch(task -> task.attempts() > 0));
      status = 200;
      promote(world, 2);
      Waiting.until("the newer one", () -> heard.size() == 1);
      assertThat(heard.getFirst().sequence()).isEqualTo(2);
      Waiting.until("the outbox to be empty", () -> pending(world).isEmpty());
      assertThat(heard).as("the older one was never sent").hasSize(1);
      assertThat(world.admin().get("/metrics").text())
          .contains("tagtrail_nudges_total{receiver=\"flux\",result=\"superseded\"} 1");
    }
  }

  @Test
  void on_a_local_ledger_the_command_that_moved_tells() throws Exception {
    try (var world = world("")) {
      // Another application: two ledgers do not govern the same alias.
      world.push("cart", 2);
      world
          .registry()
          .pusher()
          .push(new Repository(world.host(), "work/cart"), new Tag("dev"), Artifacts.sample(1));
      var config =
          ConfigReader.parse(
              folder.resolve("local/tagtrail.yaml"),
              Files.readString(world.file()).replace("secretFile: token", "secretFile: ../token"),
              Map.of());
      var ask = Ask.of("test", new Mover(Mover.Kind.PERSON, FactStatus.CLAIMED, null, null), "me");
      Local.create(config, Map.of(), Time.system(), "tagtrail/local", ask);
      try (var local =
          Local.open(config, Map.of(), Time.system(), Step.Listener.SILENT, Progress.SILENT)) {
        var cart = new Alias("cart", "dev");
        assertThat(local.moves().adopt(cart, null, ask.with(Powers.LOCAL)))
            .isInstanceOf(Outcome.Moved.class);
        assertThat(local.moves().promote(cart, ":build-2", false, ask))
            .isInstanceOf(Outcome.Moved.class);
        var report = local.upkeep().deliver(50);
        assertThat(report.failed()).as(String.valueOf(report.problem())).isZero();
        assertThat(local.upkeep().pending()).isZero();
      }
      assertThat(heard).as("of the promotion, and not of the adoption").hasSize(1);
      assertThat(heard.getLast().sequence()).isEqualTo(2);
    }
  }

  @Test
  void only_those_who_were_not_told_are_told_again() {
    try (var world =
        world(
            "- {name: hook, type: webhook, url: '%s', on: 'shop/*'}"
                .formatted("http://127.0.0.1:1/"))) {
      promote(world, 1);
      Waiting.until(
          "the failure", () -> pending(world).stream().anyMatch(task -> task.attempts() >= 2));
      assertThat(heard).hasSize(1);
      assertThat(pending(world))
          .singleElement()
          .extracting(Outgoing::problem)
          .asString()
          .contains("hook (http://127.0.0.1:1)")
          .doesNotContain("flux (");
    }
  }

  @Test
  void a_token_that_can_stand_in_no_header_fails_one_receiver_and_is_shown_nowhere()
      throws Exception {
    Files.writeString(folder.resolve("bearer"), "very-secret\nsecond-line");
    try (var world =
        world(
            "- {name: oidc, type: generic-oidc, url: '%s', tokenFile: bearer, on: '*/*'}"
                .formatted(url("/oidc")))) {
      promote(world, 1);
      Waiting.until(
          "the failure", () -> pending(world).stream().anyMatch(task -> task.attempts() > 0));
      assertThat(heard).extracting(Heard::path).containsExactly("/hook/abc");
      assertThat(pending(world))
          .singleElement()
          .extracting(Outgoing::problem)
          .asString()
          .isEqualTo("oidc could not be called: IllegalArgumentException");
    }
  }

  @Test
  void the_line_end_of_a_token_in_a_variable_is_no_part_of_it() {
    var env = Map.of("TOKEN", "the token of the Secret\r\n");
    try (var world = world("");
        var nudger = nudger(world, "secretFile: token", "secretEnv: TOKEN", env)) {
      promote(world, 1);
      Waiting.until("the outbox to be empty", () -> pending(world).isEmpty());
      nudger.carry(told(world));
      assertThat(heard).hasSize(2);
      assertThat(BodySignature.holds(heard.get(1).signature(), heard.get(1).body(), KEY)).isTrue();
    }
  }

  @Test
  void who_was_told_is_remembered_until_the_task_is_ticked_off() {
    try (var world = world("");
        var nudger = nudger(world, "", "", Map.of())) {
      promote(world, 1);
      Waiting.until("the outbox to be empty", () -> pending(world).isEmpty());
      var entry = told(world);
      nudger.carry(entry);
      // The tick failed, and the task is there again.
      nudger.carry(entry);
      assertThat(heard).hasSize(2);
      nudger.done(entry);
      nudger.carry(entry);
      assertThat(heard).hasSize(3);
    }
  }

  @Test
  void a_task_that_fails_unexpectedly_waits_like_any_other_and_says_its_class_alone() {
    try (var world = world("")) {
      status = 503;
      promote(world, 1);
      Waiting.until(
          "the refusal",
          () ->
              pending(world).stream()
                  .anyMatch(task -> task.kind() == TaskKind.NUDGE && task.attempts() > 0));
      var ledger = world.serve().wiring().stored();
      Delivery.Carrier broken =
          entry -> {
            throw new IllegalArgumentException("very-secret");
          };
      var later =
          new Time() {
            @Override
            public Instant now() {
              return Instant.now().plus(Duration.ofHours(1));
            }

            @Override
            public long nanos() {
              return System.nanoTime();
            }

            @Override
            public void pause(Duration duration) {}
          };
      var report =
          new Delivery(ledger, later, Step.Listener.SILENT, Map.of(TaskKind.NUDGE, broken)).run(10);
      assertThat(report.failed()).isEqualTo(1);
      assertThat(report.problem()).isEqualTo("it failed unexpectedly (IllegalArgumentException)");
      // The record on the bundle may still be on its way.
      assertThat(pending(world))
          .filteredOn(task -> task.kind() == TaskKind.NUDGE)
          .singleElement()
          .satisfies(task -> assertThat(task.due()).isAfter(later.now()));
    }
  }

  private static Nudger nudger(World world, String old, String now, Map<String, String> env) {
    try {
      var text = Files.readString(world.file());
      var flux =
          ConfigReader.parse(world.file(), old.isEmpty() ? text : text.replace(old, now), Map.of())
              .around()
              .flux();
      return new Nudger(
          () -> flux,
          env,
          world.serve().wiring().stored(),
          InstantSource.system(),
          NudgeListener.NONE);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// The entry that receivers are told of.
  private static Entry told(World world) {
    var ledger = world.serve().wiring().stored();
    return ledger.entries(0, 100).stream()
        .filter(
            entry -> ledger.tasks(entry.index()).stream().anyMatch(t -> t.kind() == TaskKind.NUDGE))
        .reduce((first, second) -> second)
        .orElseThrow();
  }
}
