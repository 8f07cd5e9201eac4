package io.tagtrail.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.server.readiness.Answer;
import io.tagtrail.server.readiness.Report;
import io.tagtrail.testkit.registry.Artifacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The server looks at rollback targets by itself, and tells.
final class RehearsingTest {
  private static final String TOLD =
      """
      flux:
        receivers:
          - {name: chat, type: webhook, url: "http://127.0.0.1:9/", on: "*/*"}
        hooks:
          - {name: zot, type: distribution, registry: zot.example, secretEnv: ZOT}
      """;
  private static final Pattern METRIC = Pattern.compile("tagtrail_[a-z_]+");

  @TempDir Path folder = Path.of("set by JUnit");

  private static Report report(World world) {
    return Report.fromJson(world.admin().get("/api/v1/readiness").is(200).json());
  }

  @Test
  void a_rehearsal_tells_who_can_go_back_and_records_what_is_lost() throws InterruptedException {
    try (var world = new World(folder)) {
      world.live(1);
      world.live(2);
      assertThat(report(world).missing()).hasSize(2);

      world.serve().server().rehearsing().once();

      var report = report(world);
      assertThat(report.rehearsed()).isNotNull();
      assertThat(report.count(Answer.CAN)).isEqualTo(2);
      assertThat(metrics(world))
          .contains("tagtrail_rollback_aliases{answer=\"can\",environment=\"prod\"} 1.0")
          .contains("tagtrail_rollback_lost_bundles{environment=\"prod\"} 0.0");

      world.registry().lose("work/shop", Artifacts.sample(1).blobs().getLast().digest());
      var looked = world.admin().post(World.PROD + "/readiness", "{}").is(200);
      assertThat(Report.fromJson(looked.json()).aliases().getFirst().answer())
          .isEqualTo(Answer.CANNOT);
      assertThat(losses(world)).isEqualTo(1);
      var one = Report.fromJson(world.admin().get(World.PROD + "/readiness").is(200).json());
      assertThat(one.aliases()).hasSize(1);
    }
  }

  @Test
  void targets_are_told_by_the_ledger_alone() {
    try (var world = new World(folder)) {
      world.live(1);
      world.live(2);
      world
          .registry()
          .fault(exchange -> {
            exchange.sendResponseHeaders(500, -1);
            return true;
          });

      var targets = world.admin().get(World.PROD + "/targets").is(200).json();

      assertThat(
              targets.objects(
                  "targets",
                  view -> {
                    view.names().forEach(view::any);
                    return view.needText("digest");
                  }))
          .containsExactly(
              Artifacts.sample(2).digest().toString(), Artifacts.sample(1).digest().toString());
    }
  }

  @Test
  void who_may_read_may_not_make_it_look_and_sees_its_own_aliases_only() {
    try (var world = new World(folder)) {
      world.live(1);
      var reader = world.client(world.token(java.util.Set.of("read"), "shop/dev"));

      reader.post(World.DEV + "/readiness", "{}").is(403);
      reader.get(World.PROD + "/readiness").is(403);
      var seen = Report.fromJson(reader.get("/api/v1/readiness").is(200).json());
      assertThat(seen.missing()).hasSize(1);
    }
  }

  @Test
  void every_metric_that_an_alert_names_is_served_with_the_labels_that_it_asks_for()
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("zot.json"),
        "{\"storage\": {\"gc\": true, \"retention\": {\"policies\": [{\"repositories\": [\"**\"],"
            + " \"keepTags\": [{\"patterns\": [\"^v\"]}]}]}}}");
    try (var world = new World(folder)) {
      world.live(1);
      world.live(2);
      var more = "readiness: {retention: [{file: zot.json, kind: zot}]}\n" + TOLD;
      world.write(world.config(more));
      world.serve().reload();
      world.serve().server().rehearsing().once();
      // Of a policy that is not active yet: what it counts is counted from its first move on.
      world.write(MetricsPageTest.signing(world, more));
      world.serve().reload();

      var text = metrics(world);

      assertThat(text).contains("tagtrail_retention_dying_bundles{environment=\"prod\"} 2.0");
      var named = new TreeSet<String>();
      for (var expression : expressions()) {
        METRIC.matcher(expression).results().forEach(match -> named.add(match.group()));
      }
      assertThat(named).hasSizeGreaterThan(8);
      assertThat(named)
          .allSatisfy(name -> assertThat(text).containsPattern("(?m)^" + name + "[ {]"));
      for (var selector : List.of("answer=\"cannot\"", "answer=\"unknown\"", "status=\"")) {
        assertThat(text).contains(selector);
      }
    }
  }

  /// What of the rules is asked of the metrics, comments and words aside.
  private static List<String> expressions() throws IOException {
    var file =
        Path.of(
            java.util.Objects.requireNonNull(System.getProperty("tagtrail.root")),
            "deploy/prometheus/tagtrail.rules.yaml");
    var loaded =
        new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build())
            .loadFromString(Files.readString(file));
    var found = new ArrayList<String>();
    if (loaded instanceof Map<?, ?> top && top.get("groups") instanceof List<?> groups) {
      for (var group : groups) {
        if (group instanceof Map<?, ?> map && map.get("rules") instanceof List<?> rules) {
          for (var rule : rules) {
            if (rule instanceof Map<?, ?> each) {
              assertThat(each.get("alert")).isNotNull();
              found.add(String.valueOf(each.get("expr")));
            }
          }
        }
      }
    }
    return found;
  }

  private static String metrics(World world) {
    return world.admin().get("/metrics").is(200).text();
  }

  private static long losses(World world) {
    return world.serve().wiring().stored().entries(0, 1_000).stream()
        .filter(entry -> entry.event().kind() == EventKind.RETENTION_LOSS)
        .count();
  }

  @Test
  void a_report_is_read_as_it_is_told() {
    var report = new Report(null, List.of(), List.of());

    assertThat(
            Report.fromJson(
                JsonReader.object(report.toJson().canonical().getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(report);
  }
}
