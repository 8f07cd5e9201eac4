package io.tagtrail.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The alert rules. That every metric in them is served, with its labels, is tested at the server.
final class RulesTest {
  private static final String RULES = "prometheus/tagtrail.rules.yaml";
  private static final String TESTS = "prometheus/tagtrail.rules.test.yaml";
  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

  @Test
  void every_alert_says_how_bad_it_is_what_is_the_case_and_what_to_do() {
    var names = new TreeSet<String>();
    for (var group : list(Deploy.at(Deploy.one(RULES), "groups"))) {
      for (var rule : list(Deploy.at(group, "rules"))) {
        var name = String.valueOf(Deploy.at(rule, "alert"));
        assertThat(name).matches("Tagtrail[A-Z][A-Za-z]+");
        assertThat(names.add(name)).as("twice: %s", name).isTrue();
        assertThat(Deploy.at(rule, "labels", "severity")).as(name).isIn("critical", "warning");
        assertThat(String.valueOf(Deploy.at(rule, "annotations", "summary")))
            .as(name)
            .hasSizeBetween(20, 120);
        assertThat(String.valueOf(Deploy.at(rule, "annotations", "description")))
            .as(name)
            .hasSizeBetween(40, 300)
            .endsWith(".");
      }
    }
    assertThat(names)
        .contains(
            "TagtrailNotReady",
            "TagtrailReceiverNotTold",
            "TagtrailReceiverGivenUp",
            "TagtrailOutboxStuck",
            "TagtrailHookRefused",
            "TagtrailRollbackNotSigned");
  }

  @Test
  void prometheus_takes_the_rules() throws Exception {
    promtool("check", "rules", Deploy.path(RULES).toString());
  }

  @Test
  void the_alerts_on_counts_fire_at_the_first_failure_and_not_without_one() throws Exception {
    promtool("test", "rules", Deploy.path(TESTS).toString());
  }

  private static void promtool(String... arguments) throws Exception {
    assumeThat(Files.isExecutable(PROMTOOL)).isTrue();
    var command = new ArrayList<>(List.of(PROMTOOL.toString()));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }

  private static List<?> list(@Nullable Object node) {
    assertThat(node).isInstanceOf(List.class);
    return node instanceof List<?> list ? list : List.of();
  }
}
