package io.tagtrail.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.flux.event.BodySignature;
import io.tagtrail.server.clusters.Reports;
import io.tagtrail.server.config.ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What bodies take in memory is bounded: the process that governs every move ends where there is
/// no more of it.
final class LargeBodiesTest {
  private static final String EU = "/api/v1/clusters/eu";
  private static final String HOOK = "/api/v1/hooks/flux/eu";
  private static final String SECRET = "a-secret-of-the-hook";
  private static final String EVENT =
      "{\"involvedObject\":{\"kind\":\"K\",\"namespace\":\"n\",\"name\":\"x\"}}";

  @TempDir Path folder = Path.of("set by JUnit");

  /// One where a body may take long, so that those that are held stay as long as a test needs.
  private World world() throws IOException {
    Files.writeString(folder.resolve("secret"), SECRET);
    var limits = new ServerConfig.Limits(100_000, 100_000, 262_144, 64, 60);
    var long_ = Duration.ofMinutes(2);
    var world =
        new World(
            folder,
            settings -> settings.limits(limits).times(long_, long_, long_, settings.stop()));
    world.write(
        world.config(
            """
            flux:
              hooks:
                - {name: eu, type: flux, cluster: eu, secretFile: secret}
            """));
    world.serve().reload();
    return world;
  }

  private static String sign(String body) {
    return BodySignature.of(
        body.getBytes(StandardCharsets.UTF_8), SECRET.getBytes(StandardCharsets.UTF_8));
  }

  /// A body of small values only.
  private static String bomb(int values) {
    return "{\"v\":1,\"x\":[" + "{},".repeat(values) + "{}]}";
  }

  /// A request whose body does not come, from when the server wants it.
  private static Socket held(World world, String request, int length, String... headers)
      throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), world.serve().uri().getPort());
    socket.setSoTimeout(60_000);
    var text =
        "%s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n%s"
            .formatted(
                request, length, String.join("\r\n", headers), "Expect: 100-continue\r\n\r\n");
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    var wanted = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    assertThat(wanted).isEqualTo("HTTP/1.1 100");
    return socket;
  }

  private static void close(List<Socket> sockets) throws IOException {
    for (var socket : sockets) {
      socket.close();
    }
  }

  @Test
  void a_report_of_a_million_small_values_is_refused_by_their_number() throws IOException {
    try (var world = world()) {
      var agent = world.client(world.token(Set.of("report"), "clusters/eu"));
      assertThat(agent.send("PUT", EU, bomb(1_000_000)).is(400).text())
          .contains("more than 300000 values");
      assertThat(agent.send("PUT", EU, bomb(250_000)).is(400).text()).doesNotContain("values");
    }
  }

  @Test
  void another_request_has_fewer_values_than_a_report() throws IOException {
    try (var world = world()) {
      var refused = world.admin().post(World.DEV + "/promote", bomb(30_000)).is(400);
      assertThat(refused.text()).contains("more than 20000 values");
    }
  }

  @Test
  void a_notification_of_many_small_values_is_refused_by_their_number() throws IOException {
    try (var world = world()) {
      var body = bomb(100_000);
      assertThat(world.nobody().post(HOOK, body, "X-Signature", sign(body)).is(400).text())
          .contains("more than 50000 values");
    }
  }

  @Test
  void few_large_reports_are_held_at_once_and_small_ones_come_past_them() throws IOException {
    try (var world = world()) {
      var token = world.token(Set.of("report"), "clusters/eu");
      var agent = world.client(token);
      var sockets = new ArrayList<Socket>();
      for (int i = 0; i < 3; i++) {
        sockets.add(
            held(world, "PUT " + EU, ClusterReport.MAX_BYTES, "Authorization: Bearer " + token));
      }
      var large = bomb(200_000);
      assertThat(agent.send("PUT", EU, large).is(503).header("Retry-After")).isEqualTo("1");
      var report = Reports.away("eu", Instant.now(), "nothing yet");
      agent
          .send("PUT", EU, new String(report.toJson().canonicalBytes(), StandardCharsets.UTF_8))
          .is(204);
      close(sockets);
      Waiting.until("room for a large one", () -> agent.send("PUT", EU, large).status() == 400);
    }
  }

  @Test
  void strangers_make_the_server_hold_few_bodies_of_hooks() throws IOException {
    try (var world = world()) {
      var sockets = new ArrayList<Socket>();
      for (int i = 0; i < 8; i++) {
        sockets.add(held(world, "POST " + HOOK, 3 << 20, "X-Signature: sha256=00"));
      }
      world.nobody().post(HOOK, EVENT, "X-Signature", sign(EVENT)).is(503);
      close(sockets);
      Waiting.until(
          "room for a notification",
          () -> world.nobody().post(HOOK, EVENT, "X-Signature", sign(EVENT)).status() == 202);
    }
  }
}
