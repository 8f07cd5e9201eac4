package io.tagtrail.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.attest.SigningKey;
import io.tagtrail.server.contract.Docs;
import io.tagtrail.server.http.metric.Meter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// docs/operations.md says every metric that a server serves, and none that it does not.
final class MetricsPageTest {
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| `([a-z_]+)` \\| (counter|gauge|histogram) \\| ([^|]*) \\| ([^|]{8,}) \\|$");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
  private static final Pattern SERIES = Pattern.compile("(?m)^([a-z_]+)(?:\\{(.*)\\})? \\S+$");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");
  private static final Pattern NAMED = Pattern.compile("tagtrail_[a-z_]+");

  @TempDir Path folder;

  @Test
  void the_page_has_a_row_for_every_metric_with_its_type_and_labels() {
    try (var world = new World(folder)) {
      var served = new TreeMap<String, Meter>();
      world.serve().meters().forEach(meter -> served.put(meter.name(), meter));
      var written = new TreeMap<String, Meter>();
      ROW.matcher(Docs.text("operations.md"))
          .results()
          .forEach(row -> {
            var meter =
                new Meter(
                    row.group(1),
                    row.group(2),
                    Arrays.stream(row.group(3).split(", ", -1))
                        .map(label -> label.replace("`", ""))
                        .filter(label -> !label.isEmpty())
                        .toList());
            assertThat(written.put(meter.name(), meter)).as("twice: %s", meter).isNull();
          });
      assertThat(served).hasSizeGreaterThan(40);
      assertThat(written).isEqualTo(served);
    }
  }

  @Test
  void what_is_served_has_the_type_and_the_labels_that_were_registered() throws Exception {
    try (var world = new World(folder)) {
      world.live(1);
      world.live(2);
      world.serve().server().rehearsing().once();
      var meters = new HashMap<String, Meter>();
      world.serve().meters().forEach(meter -> meters.put(meter.name(), meter));
      var text = world.admin().get("/metrics").is(200).text();
      var types = new TreeMap<String, String>();
      TYPE.matcher(text).results().forEach(type -> types.put(type.group(1), type.group(2)));
      assertThat(types).hasSizeGreaterThan(25);
      types.forEach((name, type) -> {
        var meter = meters.get(name);
        assertThat(meter).as(name).isNotNull();
        assertThat(type).as(name).isEqualTo(meter == null ? null : meter.type());
      });
      var series = SERIES.matcher(text).results().toList();
      assertThat(series).hasSizeGreaterThan(50);
      for (var each : series) {
        var meter = of(meters, each.group(1));
        var labels = new TreeSet<String>();
        if (each.group(2) != null) {
          LABEL.matcher(each.group(2)).results().forEach(label -> labels.add(label.group(1)));
        }
        labels.remove("le");
        assertThat(labels).as(each.group()).isEqualTo(new TreeSet<>(meter.labels()));
      }
    }
  }

  @Test
  void counts_that_alerts_ask_about_begin_at_none_where_the_configuration_has_their_subject() {
    try (var world = new World(folder)) {
      world.write(
          signing(
              world,
              """
              flux:
                receivers:
                  - {name: chat, type: webhook, url: "http://127.0.0.1:9/", on: "*/*"}
                hooks:
                  - {name: zot, type: distribution, registry: zot.example, secretEnv: ZOT}
              """));
      world.serve().reload();
      assertThat(world.admin().get("/metrics").text())
          .contains("tagtrail_nudges_total{receiver=\"chat\",result=\"expired\"} 0.0")
          .contains("tagtrail_nudges_total{receiver=\"chat\",result=\"refused\"} 0.0")
          .contains("tagtrail_hook_calls_total{hook=\"zot\",result=\"rejected\"} 0.0")
          .contains(
              "tagtrail_signatures_total{environment=\"prod\",kind=\"rollback\",result=\"failed\"} 0.0")
          .doesNotContain("tagtrail_signatures_total{environment=\"dev\"");
    }
  }

  @Test
  void every_metric_that_a_page_or_an_alert_names_is_there() throws IOException {
    try (var world = new World(folder)) {
      var meters = new HashMap<String, Meter>();
      world.serve().meters().forEach(meter -> meters.put(meter.name(), meter));
      for (var page :
          List.of(
              "operations.md",
              "api.md",
              "flux.md",
              "retention.md",
              "signing.md",
              "../deploy/prometheus/tagtrail.rules.yaml")) {
        var named = new TreeSet<String>();
        NAMED
            .matcher(Files.readString(Docs.path(page)))
            .results()
            .forEach(name -> named.add(name.group()));
        for (var name : named) {
          assertThat(of(meters, name).name()).as("%s in %s", name, page).isNotBlank();
        }
      }
    }
  }

  /// The configuration of a world in which prod signs.
  static String signing(World world, String more) {
    try {
      Files.writeString(world.folder().resolve("prod.key"), SigningKey.create().privatePem());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return world
        .config("keys: {prod: {file: prod.key}}\n" + more)
        .replace("    after: [dev]\n", "    after: [dev]\n    sign: {key: prod}\n");
  }

  /// The metric that a series is of: a histogram has three kinds.
  private static Meter of(Map<String, Meter> meters, String series) {
    var own = meters.get(series);
    if (own != null) {
      return own;
    }
    var histogram = meters.get(series.replaceFirst("_(?:bucket|sum|count)$", ""));
    if (histogram == null || !histogram.type().equals("histogram")) {
      throw new AssertionError("no server serves " + series);
    }
    return histogram;
  }
}
