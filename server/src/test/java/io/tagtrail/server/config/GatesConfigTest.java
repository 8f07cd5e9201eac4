package io.tagtrail.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.event.Intent;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.policy.ApprovalRule;
import io.tagtrail.core.policy.Expression;
import io.tagtrail.core.policy.Gates;
import io.tagtrail.core.policy.SignatureRule;
import io.tagtrail.core.policy.Window;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an environment asks, and what an application asks besides.
final class GatesConfigTest {
  private static final String KEY =
      "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----\n";
  private static final String PROD = "environments: {dev: {}, prod: {after: [dev], %s}}\n";

  @Test
  void every_gate_is_read(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("release.pub"), KEY);
    var config =
        ConfigReader.parse(
            folder.resolve("tagtrail.yaml"),
            """
            environments:
              dev:
              prod:
                after: [dev]
                write: {by: caller, deadline: 5m}
                soak: 90m
                approvals: [{count: 2, group: release-managers}, {}]
                approvalTtl: 4h
                windows:
                  - {name: weekend, cron: "0 18 * * 5", for: 62h, zone: Europe/Berlin, reason: rest}
                  - {name: year-end, from: 2026-12-20, to: 2027-01-04T08:00, zone: Europe/Berlin}
                  - {name: hours, kind: allow, cron: "0 9 * * 1-5", for: 8h}
                annotations: {org.opencontainers.image.source: "https://github.com/acme/*"}
                sources: ["https://github.com/acme/*"]
                signatures: [{name: release, keys: [release.pub]}]
                rules:
                  - name: not-tiny
                    cel: bundle.size > 100
                    message: too small to be whole
            """,
            Map.of());
    var rules = config.policy().rules("prod");
    assertThat(rules.write()).isEqualTo(Intent.Write.CALLER);
    assertThat(rules.timing().deadline()).isEqualTo(Duration.ofMinutes(5));
    assertThat(rules.gates())
        .isEqualTo(
            new Gates(
                Duration.ofMinutes(90),
                List.of(new ApprovalRule(2, "release-managers"), new ApprovalRule(1, null)),
                Duration.ofHours(4),
                List.of(
                    new Window(
                        "weekend",
                        Window.Kind.DENY,
                        "0 18 * * 5",
                        Duration.ofHours(62),
                        null,
                        null,
                        "Europe/Berlin",
                        "rest"),
                    new Window(
                        "year-end",
                        Window.Kind.DENY,
                        null,
                        null,
                        Instant.parse("2026-12-19T23:00:00Z"),
                        Instant.parse("2027-01-04T07:00:00Z"),
                        "Europe/Berlin",
                        null),
                    new Window(
                        "hours",
                        Window.Kind.ALLOW,
                        "0 9 * * 1-5",
                        Duration.ofHours(8),
                        null,
                        null,
                        "UTC",
                        null)),
                Map.of("org.opencontainers.image.source", "https://github.com/acme/*"),
                List.of("https://github.com/acme/*"),
                List.of(new SignatureRule("release", List.of(KEY))),
                List.of(new Expression("not-tiny", "bundle.size > 100", "too small to be whole"))));
    assertThat(config.files())
        .as("a change of a key is a change of the configuration")
        .containsExactly(folder.resolve("tagtrail.yaml"), folder.resolve("release.pub"));
  }

  @Test
  void approvals_can_be_a_number() {
    assertThat(gates("approvals: 2").approvals()).containsExactly(new ApprovalRule(2, null));
    assertThat(gates("approvals: 0").approvals()).isEmpty();
  }

  @Test
  void what_is_wrong_is_named_with_its_place() {
    assertThat(refused("approvals: -1")).contains("environments.prod.approvals must be a number");
    assertThat(refused("approvals: 99")).contains("environments.prod.approvals: ");
    assertThat(refused("approvals: [{group: a}, {group: a}]"))
        .contains("environments.prod.approvals[1] is of a group that is there already");
    assertThat(refused("approvals: [{cuont: 1}]"))
        .contains("unknown key 'environments.prod.approvals[0].cuont'");
    assertThat(refused("approvals: [1]")).contains("approvals[0] must be a mapping");
    assertThat(refused("windows: [{name: a}]")).contains("environments.prod.windows[0]: ");
    assertThat(refused("windows: [{name: a, cron: x}]")).contains("needs a duration");
    assertThat(refused("windows: [{cron: x, for: 1h}]")).contains("windows[0] needs a name");
    assertThat(refused("windows: [{name: a, from: yesterday}]")).contains("not a time");
    assertThat(refused("windows: [{name: a, from: +99999-01-01}]")).contains("not a time");
    assertThat(refused("windows: [{name: a, cron: x, for: 1h, zone: Mars}]"))
        .contains("not a time zone");
    assertThat(refused("windows: {name: a}")).contains("must be a list of mappings");
    assertThat(refused("rules: [{name: a}]")).contains("rules[0] needs cel");
    assertThat(refused("rules: [{cel: a}]")).contains("rules[0] needs a name");
    assertThat(refused("rules: [{name: A, cel: a}]")).contains("rules[0]: ");
    assertThat(refused("rules: [{name: a, cel: b}, {name: a, cel: c}]"))
        .contains("the rule a is there twice");
    assertThat(refused("signatures: [{name: a}]")).contains("signatures[0]: ");
    assertThat(refused("soak: 1h30m")).contains("environments.prod.soak: not a duration");
    assertThat(refused("write: {by: nobody}")).contains("must be server or caller");
    assertThat(refused("annotations: {a: 1}")).contains("environments.prod.annotations.a must be");
  }

  @Test
  void a_key_is_a_public_key_in_the_folder_or_below(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("secret.txt"), "hunter2");
    var inner = Files.createDirectory(folder.resolve("inner"));
    Files.writeString(folder.resolve("release.pub"), KEY);
    var asked = "signatures: [{name: a, keys: [\"%s\"]}]";
    for (var outside : List.of("../release.pub", folder.resolve("release.pub").toString())) {
      assertThatThrownBy(() ->
              ConfigReader.parse(
                  inner.resolve("tagtrail.yaml"),
                  PROD.formatted(asked.formatted(outside)),
                  Map.of()))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("must be in the folder");
    }
    assertThatThrownBy(() ->
            ConfigReader.parse(
                folder.resolve("tagtrail.yaml"),
                PROD.formatted(asked.formatted("secret.txt")),
                Map.of()))
        .hasMessageContaining("not a public key in PEM")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
    assertThatThrownBy(() ->
            ConfigReader.parse(
                folder.resolve("tagtrail.yaml"),
                PROD.formatted(asked.formatted("gone.pub")),
                Map.of()))
        .hasMessageContaining("there is no such file");
  }

  @Test
  void expressions_are_looked_at_where_they_stand() {
    var strict =
        new Expressions() {
          @Override
          public void rule(String cel) {
            throw new InvalidValueException("bad rule");
          }

          @Override
          public void grant(String cel) {
            throw new InvalidValueException("bad grant");
          }

          @Override
          public void window(Window window) {
            throw new InvalidValueException("bad window");
          }
        };
    assertThatThrownBy(() ->
            ConfigReader.parse(
                Yaml.FILE,
                "environments:\n  dev:\n    rules:\n      - name: a\n        cel: b\n",
                Map.of(),
                strict))
        .hasMessage("tagtrail.yaml:5: environments.dev.rules[0].cel: bad rule");
    assertThatThrownBy(() ->
            ConfigReader.parse(
                Yaml.FILE,
                "environments:\n  dev:\n    windows:\n      - {name: a, cron: b, for: 1h}\n",
                Map.of(),
                strict))
        .hasMessage("tagtrail.yaml:4: environments.dev.windows[0]: bad window");
    assertThatThrownBy(() ->
            ConfigReader.parse(
                Yaml.FILE,
                "environments: {dev: }\nrights:\n  - {allow: read, on: \"*/*\", when: x}\n",
                Map.of(),
                strict))
        .hasMessage("tagtrail.yaml:3: rights[0].when: bad grant");
    assertThatThrownBy(() ->
            ConfigReader.parse(
                Yaml.FILE,
                "environments: {dev: }\nconstraints: {dev: {conditions: {promote: x}}}\n",
                Map.of(),
                strict))
        .hasMessage("tagtrail.yaml:2: constraints.dev.conditions.promote: bad grant");
  }

  @Test
  void an_application_can_be_stricter_than_its_environment_for_itself_alone() {
    var config =
        Yaml.read(
            """
            location: r.example/{application}:{environment}
            environments: {dev: {}, prod: {after: [dev], soak: 1h, approvals: 1}}
            applications:
              shop:
              pay: {stricter: {prod: {soak: 2h, approvals: [{count: 2}, {group: risk}]}}}
            """);
    var pay = config.policy().rules(Alias.parse("pay/prod")).gates();
    assertThat(pay.soak()).isEqualTo(Duration.ofHours(2));
    assertThat(pay.approvals())
        .containsExactly(new ApprovalRule(2, null), new ApprovalRule(1, "risk"));
    assertThat(config.policy().rules(Alias.parse("shop/prod")).gates())
        .isEqualTo(config.policy().rules("prod").gates());
    assertThatThrownBy(() ->
            Yaml.read(
                """
                location: r.example/{application}:{environment}
                environments: {dev: {}, prod: {after: [dev], soak: 1h}}
                applications:
                  pay:
                    stricter:
                      prod: {soak: 30m}
                """))
        .hasMessage(
            "tagtrail.yaml:6: applications.pay.stricter.prod: only stricter than the environment:"
                + " soak is 1h, and 30m here");
    assertThatThrownBy(() ->
            Yaml.read(
                """
                location: r.example/{application}:{environment}
                environments: {dev: {}}
                applications: {pay: {stricter: {prod: {}}}}
                """))
        .hasMessageContaining("unknown key 'applications.pay.stricter.prod' (known here: dev)");
  }

  private static Gates gates(String text) {
    return Yaml.read(PROD.formatted(text)).policy().rules("prod").gates();
  }

  private static String refused(String text) {
    try {
      return "good: " + gates(text);
    } catch (ConfigException e) {
      assertThat(e.getMessage()).startsWith("tagtrail.yaml:1: ");
      return String.valueOf(e.getMessage());
    }
  }
}
