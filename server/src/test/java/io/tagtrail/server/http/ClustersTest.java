package io.tagtrail.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.cluster.Health;
import io.tagtrail.core.cluster.SourceState;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.json.Times;
import io.tagtrail.core.model.Location;
import io.tagtrail.server.clusters.Reports;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClustersTest {
  private static final String EU = "/api/v1/clusters/eu";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private World world;

  @SuppressWarnings("NullAway.Init")
  private Client agent;

  @BeforeEach
  void start() {
    world = new World(folder);
    agent = world.client(world.token(Set.of("report"), "clusters/eu"));
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private static String text(ClusterReport report) {
    return new String(report.toJson().canonicalBytes(), StandardCharsets.UTF_8);
  }

  private ClusterReport report(Instant time, int bundle, Health health) {
    var location = Location.parse(world.host() + "/work/shop:dev");
    var digest = world.push("shop", bundle);
    return Reports.of("eu", time, Reports.source(location, digest, time, health));
  }

  private ObjectView cluster() {
    var all = world.admin().get(World.DEV + "?ask=false").is(200).json();
    var items = ((Json.Arr) Objects.requireNonNull(all.any("clusters"))).items();
    assertThat(items).hasSize(1);
    return new ObjectView("cluster", (Json.Obj) items.getFirst());
  }

  @Test
  void an_agent_tells_what_its_cluster_runs_and_it_is_told_of_the_alias() {
    world.live(1);
    var now = Times.millis(Instant.now());
    agent.send("PUT", EU, text(report(now, 1, Health.HEALTHY))).is(204);
    assertThat(cluster().needText("state")).isEqualTo("applied");
    assertThat(cluster().needText("appliedAfter")).startsWith("PT");
    agent.send("PUT", EU, text(report(now.plusSeconds(1), 2, Health.FAILING))).is(204);
    assertThat(cluster().needText("state")).isEqualTo("behind");
    var seen = world.admin().get("/api/v1/clusters").is(200).text();
    assertThat(seen).contains("\"cluster\":\"eu\"").contains("\"via\":\"agent\"");
  }

  @Test
  void a_report_that_was_overtaken_changes_nothing_and_is_no_error() {
    var now = Times.millis(Instant.now());
    agent.send("PUT", EU, text(report(now, 1, Health.HEALTHY))).is(204);
    var older = agent.send("PUT", EU, text(report(now.minusSeconds(5), 2, Health.HEALTHY)));
    assertThat(older.is(200).text()).contains("older");
  }

  @Test
  void an_agent_writes_no_other_cluster_and_reads_nothing() {
    var report = text(Reports.away("us", Instant.now(), "nothing yet"));
    agent.send("PUT", "/api/v1/clusters/us", report).is(403);
    agent.send("PUT", EU, report).is(400);
    agent.get("/api/v1/clusters").is(403);
    agent.send("DELETE", EU, null).is(403);
    assertThat(agent.get(World.DEV).status()).isEqualTo(403);
    world.client(world.token(Set.of("read"), "*/*")).send("PUT", EU, report).is(400);
    world
        .client(world.token(Set.of("read"), "*/*"))
        .send("PUT", "/api/v1/clusters/us", report)
        .is(403);
    world.nobody().send("PUT", EU, report).is(401);
    assertThat(world.admin().get("/api/v1/clusters").is(200).text()).contains("\"clusters\":[]");
  }

  @Test
  void what_is_no_report_is_refused_and_changes_nothing() {
    for (var body : List.of("{}", "[]", "{\"v\":2}", "{\"v\":1,\"cluster\":\"eu\"}", "nonsense")) {
      agent.send("PUT", EU, body).is(400);
    }
    agent.send("PUT", "/api/v1/clusters/No", "{}").is(400);
    agent.send("PUT", EU, null).is(415);
    assertThat(world.admin().get("/api/v1/clusters").is(200).text()).contains("\"clusters\":[]");
  }

  @Test
  void a_large_report_is_taken_from_whoever_may_report_alone() {
    var sources = new ArrayList<SourceState>();
    var now = Instant.now();
    for (int i = 0; i < 4_000; i++) {
      var location = Location.parse(world.host() + "/work/app-%d:dev".formatted(i));
      sources.add(Reports.source(location, Reports.digest(i), now, Health.HEALTHY));
    }
    var large = text(new ClusterReport("eu", now, sources, null));
    assertThat(large.length()).isGreaterThan(1 << 20);
    agent.send("PUT", EU, large).is(204);
    world.client(world.token(Set.of("read"), "*/*")).send("PUT", EU, large).is(413);
    assertThat(world.admin().get("/api/v1/clusters").is(200).text()).contains("\"sources\":4000");
    agent.send("PUT", EU, " ".repeat(ClusterReport.MAX_BYTES + 1)).is(413);
  }

  @Test
  void a_cluster_that_is_gone_for_good_is_forgotten() {
    agent.send("PUT", EU, text(report(Instant.now(), 1, Health.HEALTHY))).is(204);
    world.admin().send("DELETE", EU, null).is(204);
    world.admin().send("DELETE", EU, null).is(404);
    assertThat(world.admin().get("/api/v1/clusters").is(200).text()).contains("\"clusters\":[]");
  }

  @Test
  void a_status_has_the_same_tag_until_a_cluster_says_something_else() {
    world.live(1);
    var now = Times.millis(Instant.now());
    agent.send("PUT", EU, text(report(now, 1, Health.PROGRESSING))).is(204);
    var tag = world.admin().get(World.DEV + "?ask=false").is(200).header("ETag");
    var again = report(now, 1, Health.PROGRESSING).sources();
    agent.send("PUT", EU, text(new ClusterReport("eu", now.plusSeconds(1), again, null))).is(204);
    world.admin().get(World.DEV + "?ask=false", "If-None-Match", tag).is(304);
    agent.send("PUT", EU, text(report(now.plusSeconds(2), 1, Health.HEALTHY))).is(204);
    world.admin().get(World.DEV + "?ask=false", "If-None-Match", tag).is(200);
  }

  @Test
  void two_servers_of_one_ledger_tell_the_same() throws Exception {
    world.live(1);
    try (var other =
        Serve.start(
            world.file(),
            java.util.Map.of(),
            settings ->
                settings.listening(
                    new io.tagtrail.server.config.ServerConfig.Listen("127.0.0.1", 0)))) {
      var there = new Client(other.uri(), world.everything());
      assertThat(there.get("/api/v1/clusters").is(200).text()).contains("\"clusters\":[]");
      var now = Times.millis(Instant.now());
      agent.send("PUT", EU, text(report(now, 1, Health.HEALTHY))).is(204);
      Waiting.until(
          "the report of the other server",
          () -> there.get("/api/v1/clusters").text().contains("\"cluster\":\"eu\""));
      there.send("PUT", EU, text(report(now.plusSeconds(1), 2, Health.HEALTHY))).is(204);
      Waiting.until(
          "the report of the other server",
          () ->
              cluster()
                  .needObject("source")
                  .needText("consumed")
                  .equals(world.push("shop", 2).toString()));
    }
  }
}
