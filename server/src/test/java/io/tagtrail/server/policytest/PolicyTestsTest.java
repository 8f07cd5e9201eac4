package io.tagtrail.server.policytest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.server.config.Config;
import io.tagtrail.server.config.ConfigException;
import io.tagtrail.server.config.ConfigReader;
import io.tagtrail.server.contract.Docs;
import io.tagtrail.server.rules.LibraryExpressions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A policy is tried on a table of cases.
final class PolicyTestsTest {
  private static final String CONFIG =
      """
      location: r.example/acme/{application}:{environment}
      environments:
        dev: {}
        prod:
          after: [dev]
          required: [workload-mover]
          soak: 2h
          approvals: [{count: 1, group: release-managers}]
          windows:
            - {name: weekend, cron: "0 18 * * 5", for: 62h, zone: Europe/Berlin}
          annotations: {org.opencontainers.image.source: "https://github.com/acme/*"}
          rules:
            - {name: small, cel: "bundle.size < 10000"}
      applications: {shop: }
      """;

  private static final String BUNDLES =
      """
      bundles:
        old: {org.opencontainers.image.source: https://github.com/acme/shop}
        new: {org.opencontainers.image.source: https://github.com/acme/shop}
        foreign: {org.opencontainers.image.source: https://github.com/evil/shop}
      """;

  private static final String SOAKED =
      """
          history:
            - {alias: shop/prod, bundle: old, ago: 100h}
            - {alias: shop/dev, bundle: new, ago: 3h}
      """;

  private static final String APPROVED =
      """
          approvals:
            - {by: {person: bob, groups: [release-managers]}, ago: 1h}
      """;

  @TempDir Path folder;

  @Test
  void a_case_that_passes_every_check_is_allowed() throws Exception {
    var report = run(promote("new", "2026-11-18T12:00:00Z", "allowed") + SOAKED + APPROVED);
    assertThat(told(report)).isEqualTo("ok allowed");
    assertThat(report.ok()).isTrue();
    assertThat(report.cases().getFirst().checks())
        .extracting(check -> check.name())
        .contains("soak", "approvals", "freeze", "annotations", "rule:small", "order", "present");
  }

  @Test
  void what_fails_is_named_and_has_to_be_what_was_expected() throws Exception {
    var soon =
        """
            history:
              - {alias: shop/prod, bundle: old, ago: 100h}
              - {alias: shop/dev, bundle: new, ago: 1h}
        """;
    assertThat(
            told(
                run(promote("new", "2026-11-18T12:00:00Z", "{refused: [approvals, soak]}") + soon)))
        .isEqualTo("ok refused: approvals, soak");
    assertThat(told(run(promote("new", "2026-11-18T12:00:00Z", "{refused: [soak]}") + soon)))
        .isEqualTo("NOT refused: approvals, soak");
    assertThat(told(run(promote("new", "2026-11-18T12:00:00Z", "allowed") + soon)))
        .isEqualTo("NOT refused: approvals, soak");
    assertThat(
            told(
                run(
                    promote("new", "2026-11-21T12:00:00Z", "{refused: freeze}")
                        + SOAKED
                        + APPROVED)))
        .isEqualTo("ok refused: freeze");
    assertThat(
            told(
                run(
                    promote("foreign", "2026-11-18T12:00:00Z", "{refused: annotations}")
                        + SOAKED.replace("new", "foreign")
                        + APPROVED)))
        .isEqualTo("ok refused: annotations");
    assertThat(told(run(promote("new", "2026-11-18T12:00:00Z", "allowed") + APPROVED)))
        .contains("order", "soak");
  }

  @Test
  void an_approval_that_does_not_count_is_noted() throws Exception {
    var own =
        promote("new", "2026-11-18T12:00:00Z", "{refused: [approvals]}")
            + SOAKED
            + "    approvals:\n      - {by: {workload: robot}, ago: 1h}\n";
    var report = run(own);
    assertThat(told(report)).isEqualTo("ok refused: approvals");
    assertThat(report.cases().getFirst().notes())
        .singleElement()
        .asString()
        .startsWith("an approval does not count: ");
    var late =
        promote("new", "2026-11-18T12:00:00Z", "{refused: [approvals]}")
            + SOAKED.replace("100h", "200h").replace("3h", "100h")
            + APPROVED.replace("1h", "25h");
    assertThat(told(run(late))).as("it has expired").isEqualTo("ok refused: approvals");
  }

  @Test
  void people_are_told_from_workloads() throws Exception {
    var person =
        promote("new", "2026-11-18T12:00:00Z", "{refused: required-fields}")
                .replace("{workload: \"repo:acme/shop\"}", "{person: alice}")
            + SOAKED
            + APPROVED;
    assertThat(told(run(person))).isEqualTo("ok refused: required-fields");
  }

  @Test
  void a_rollback_is_tried_too() throws Exception {
    var back =
        """
          - name: back
            alias: shop/prod
            time: 2026-11-18T12:00:00Z
            rollback: %s
            by: {person: alice}
            pastAdmission: %s
            expect: %s
            history:
              - {alias: shop/prod, bundle: old, ago: 100h}
              - {alias: shop/prod, bundle: new, ago: 3h}
        """;
    assertThat(told(run(back.formatted("true", "true", "allowed")))).isEqualTo("ok allowed");
    assertThat(told(run(back.formatted("old", "true", "allowed")))).isEqualTo("ok allowed");
    assertThat(
            told(
                run(
                    back.formatted(
                        "old", "false", "{refused: [rollback-past-admission, approvals]}"))))
        .isEqualTo("ok refused: approvals, rollback-past-admission");
    assertThat(
            told(
                run(
                    back.formatted("old", "true", "{refused: [approvals, block]}")
                        + "    blocked: [old]\n")))
        .isEqualTo("ok refused: approvals, block");
  }

  @Test
  void a_hold_is_given_too() throws Exception {
    assertThat(
            told(
                run(
                    promote("new", "2026-11-18T12:00:00Z", "{refused: hold}")
                        + SOAKED
                        + APPROVED
                        + "    holds: [shop/prod]\n")))
        .isEqualTo("ok refused: hold");
  }

  @Test
  void a_table_that_does_not_hold_together_is_refused_with_its_place() {
    assertThatThrownBy(() -> run(promote("none", "2026-11-18T12:00:00Z", "allowed")))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("cases.yaml:9: cases[0].promote: no such bundle");
    assertThatThrownBy(() -> run("  - {name: x, alias: shop/prod, time: 2026-11-18T12:00:00Z}\n"))
        .hasMessageContaining("cases[0].expect must be allowed");
    assertThatThrownBy(
            () -> run(promote("new", "2026-11-18T12:00:00Z", "allowed") + "    sighned: [x]\n"))
        .hasMessageContaining("unknown key 'cases[0].sighned'");
    assertThatThrownBy(() ->
            run(
                promote("new", "2026-11-18T12:00:00Z", "allowed")
                    + "    history: [{alias: shop/dev, bundle: new, at: 2027-01-01T00:00:00Z}]\n"))
        .hasMessageContaining("is after the time of the case");
    assertThatThrownBy(() ->
            run(
                promote("new", "2026-11-18T12:00:00Z", "allowed")
                    + "    history: [{alias: blog/dev, bundle: new, ago: 1h}]\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("cases.yaml:6: blog/dev is not configured");
  }

  @Test
  void the_cases_of_the_manual_hold_for_the_server_of_the_manual() throws Exception {
    var file = folder.resolve("cases.yaml");
    Files.writeString(file, blockWith("\ncases:"));
    var config =
        ConfigReader.parse(
            folder.resolve("tagtrail.yaml"), block(1), Map.of(), new LibraryExpressions());
    var report = PolicyTests.run(config, file);
    assertThat(told(report)).isEqualTo("ok allowed; ok refused: approvals, freeze");
  }

  /// The fenced YAML block of the manual that holds a text.
  private static String blockWith(String text) {
    for (int number = 0; ; number++) {
      var block = block(number);
      if (block.contains(text)) {
        return block;
      }
    }
  }

  /// A fenced YAML block of the manual, from 0.
  private static String block(int number) {
    var manual = Docs.text("configuration.md");
    int start = 0;
    for (int i = 0; i <= number; i++) {
      start = manual.indexOf("```yaml\n", start) + 8;
    }
    return manual.substring(start, manual.indexOf("```", start));
  }

  private static String promote(String bundle, String time, String expect) {
    return """
      - name: forward
        alias: shop/prod
        time: %s
        promote: %s
        by: {workload: "repo:acme/shop"}
        expect: %s
    """
        .formatted(time, bundle, expect);
  }

  private Report run(String cases) throws Exception {
    var file = folder.resolve("cases.yaml");
    Files.writeString(file, BUNDLES + "cases:\n" + cases);
    return PolicyTests.run(config(), file);
  }

  private Config config() {
    return ConfigReader.parse(folder.resolve("tagtrail.yaml"), CONFIG, Map.of());
  }

  private static String told(Report report) {
    return report.cases().stream()
        .map(tried -> (tried.ok() ? "ok " : "NOT ") + tried.got())
        .collect(Collectors.joining("; "));
  }
}
