package io.tagtrail.server.http;

import static io.tagtrail.server.http.World.DEV;
import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Alias;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From start to stop: probes, reload, a stop with moves in flight.
final class LifecycleTest {
  @TempDir Path folder = Path.of("set by JUnit");

  @Test
  void probes_answer_anybody_and_tell_details_only_to_who_is_known() throws Exception {
    try (var world = new World(folder)) {
      world.nobody().get("/livez").is(200);
      assertThat(world.nobody().get("/readyz").is(200).json().has("problems")).isFalse();
      assertThat(world.admin().get("/readyz").is(200).json().has("problems")).isTrue();
      world.nobody().get("/metrics").is(401);
      assertThat(world.admin().get("/metrics").is(200).text())
          .contains("tagtrail_ledger_entries 1.0")
          .contains("tagtrail_ready 1.0")
          .contains("tagtrail_build_info{")
          .contains("process_resident_memory_bytes")
          .contains("tagtrail_http_requests_total{method=\"GET\",route=\"/livez\",status=\"200\"}");
    }
  }

  @Test
  void a_broken_configuration_keeps_the_one_before_and_says_so() throws Exception {
    try (var world = new World(folder)) {
      var good = Files.readString(world.file());
      world.write(good + "nonsense: {\n");
      Waiting.until(
          "the problem",
          () -> world.admin().get("/metrics").text().contains("tagtrail_config_problem 1.0"));
      Waiting.until(
          "the readiness to say so",
          () -> world.admin().get("/readyz").is(200).text().contains("was not taken"));
      assertThat(world.admin().get(DEV).status()).isEqualTo(200);
      world.write(good.replace("cart:", "basket:"));
      world.serve().reload();
      assertThat(world.admin().get("/api/v1/aliases").is(200).text())
          .contains("basket/dev")
          .doesNotContain("cart/dev");
      assertThat(world.admin().get("/metrics").text()).contains("tagtrail_config_problem 0.0");
    }
  }

  @Test
  void another_policy_keeps_a_server_that_was_ready_but_refuses_moves_until_it_is_active() {
    try (var world = new World(folder)) {
      world.push("shop", 1);
      world.nobody().get("/readyz").is(200);
      world.write(world.config("").replace("after: [dev]", "after: [dev]\n    soak: 1h"));
      world.serve().reload();
      Waiting.until(
          "the problem", () -> world.admin().get("/readyz").is(200).text().contains("active one"));
      assertThat(world.admin().post(DEV + "/promote", "{\"source\":\":build-1\"}").is(422).text())
          .contains("policy-version");
      assertThat(world.admin().get("/api/v1/policy").is(200).json().texts("tightened"))
          .isNotEmpty();
      assertThat(world.admin().post("/api/v1/policy", "{}").is(200).json().has("entry")).isTrue();
      assertThat(world.admin().post("/api/v1/policy", "{}").is(200).json().has("entry")).isFalse();
      world.admin().post(DEV + "/promote", "{\"source\":\":build-1\"}").is(200);
    }
  }

  @Test
  void a_stop_lets_the_move_in_flight_end_and_takes_no_new_one() throws Exception {
    var world = new World(folder);
    try {
      var digest = world.push("shop", 1);
      var writing = new CountDownLatch(1);
      var go = new CountDownLatch(1);
      hang(world, writing, go);
      var client = world.client(world.everything());
      var moving =
          CompletableFuture.supplyAsync(
              () -> client.post(DEV + "/promote", "{\"source\":\":build-1\"}"));
      assertThat(writing.await(30, TimeUnit.SECONDS)).isTrue();

      var stopping = CompletableFuture.runAsync(() -> world.serve().server().close());
      Waiting.until("readiness off", () -> world.nobody().get("/readyz").status() == 503);
      var late = client.post("/api/v1/aliases/cart/dev/promote", "{\"source\":\":x\"}").is(503);
      assertThat(late.problem()).isEqualTo("stopping");
      assertThat(late.header("Retry-After")).isNotEmpty();
      client.get(DEV + "?ask=false").is(200);
      assertThat(stopping.isDone()).isFalse();

      go.countDown();
      assertThat(moving.get(30, TimeUnit.SECONDS).is(200).json().needText("outcome"))
          .isEqualTo("moved");
      stopping.get(30, TimeUnit.SECONDS);
      assertThat(world.governed("dev")).isEqualTo(digest);
    } finally {
      world.close();
    }
  }

  @Test
  void what_does_not_end_in_time_is_left_unfinished_and_the_next_process_settles_it()
      throws Exception {
    var world =
        new World(
            folder,
            settings ->
                settings.times(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofMillis(300)));
    var config = Files.readString(world.file());
    try {
      world.write(config.replace("deadline: 20s", "deadline: 1s"));
      world.serve().reload();
      world.admin().post("/api/v1/policy", "{}").is(200);
      world.push("shop", 1);
      var writing = new CountDownLatch(1);
      var go = new CountDownLatch(1);
      hang(world, writing, go);
      var client = world.client(world.everything());
      var moving =
          CompletableFuture.runAsync(() -> {
            try {
              client.post(DEV + "/promote", "{\"source\":\":build-1\"}");
            } catch (RuntimeException e) {
              // Cut off with the server: nothing was promised.
            }
          });
      assertThat(writing.await(30, TimeUnit.SECONDS)).isTrue();
      world.serve().close();
      go.countDown();
      moving.get(30, TimeUnit.SECONDS);

      try (var next =
          Serve.start(
              world.file(),
              java.util.Map.of(),
              s ->
                  s.listening(new io.tagtrail.server.config.ServerConfig.Listen("127.0.0.1", 0)))) {
        var alias = new Alias("shop", "dev");
        Waiting.until("the settlement", () -> next.wiring().stored().alias(alias).intent() == null);
        assertThat(next.wiring().stored().check().findings()).isEmpty();
      }
    } finally {
      world.close();
    }
  }

  /// The registry does not answer the PUT of the alias's tag until it may.
  private static void hang(World world, CountDownLatch writing, CountDownLatch go) {
    world
        .registry()
        .fault(exchange -> {
          boolean put =
              exchange.getRequestMethod().equals("PUT")
                  && exchange.getRequestURI().getPath().endsWith("/manifests/dev");
          if (put) {
            writing.countDown();
            try {
              go.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          return false;
        });
  }
}
