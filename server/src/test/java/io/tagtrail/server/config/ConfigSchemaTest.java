package io.tagtrail.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import io.tagtrail.core.policy.RequiredField;
import io.tagtrail.server.contract.Docs;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The schema for editors and the reader say the same of every file, where one document can say it.
final class ConfigSchemaTest {
  private static final Schema SCHEMA = Docs.schema("tagtrail.schema.json");
  private static final String DEV = "environments: {dev: %s}\n";
  private static final String APP = "environments: {dev: {}}\napplications: {shop: %s}\n";
  private static final String HOST = "environments: {dev: {}}\nregistries: {\"%s\": %s}\n";

  static Stream<String> good() {
    return Stream.of(
        Yaml.SMALL,
        "version: 1\nenvironments: {dev: {}, prod-eu: }\n",
        "ledger: a\n" + Yaml.SMALL,
        "ledger: {}\n" + Yaml.SMALL,
        "ledger: {path: a, durable: true}\n" + Yaml.SMALL,
        DEV.formatted(
            "{after: [], required: [], attach: false, maturity: L1, rollback: , write: }"),
        DEV.formatted("{rollback: {window: 1ms, keep: 1}}"),
        DEV.formatted("{rollback: {window: 365d, keep: 1000}}"),
        DEV.formatted(
            "{write: {deadline: 1s, settle: 0s, patience: 5m, supersede: 4s, horizon: 24h, skew: 30d}}"),
        DEV.formatted("{required: [%s]}".formatted(allFields())),
        APP.formatted("{location: \"oci://ghcr.io/acme/{application}:{environment}\"}"),
        APP.formatted("{location: \"localhost:5000/shop:x-{environment}\"}"),
        APP.formatted("{location: \"shop:dev\"}"),
        APP.formatted("{environments: []}"),
        APP.formatted("{locations: {dev: \"r.example/a/b/c:dev\"}, environments: [dev]}"),
        HOST.formatted("ghcr.io", ""),
        HOST.formatted("localhost", "{http: true}"),
        HOST.formatted("localhost:5000", "{http: false, ca: ca.pem}"),
        HOST.formatted("docker.io", "{username: a, passwordEnv: B}"),
        HOST.formatted("[::1]:5000", "{username: a, passwordFile: b}"));
  }

  static Stream<String> bad() {
    return Stream.of(
        "[]",
        "version: 1\n",
        "version: 2\nenvironments: {dev: {}}\n",
        "version: \"1\"\nenvironments: {dev: {}}\n",
        "environments: {}\n",
        "environments:\n",
        "environments: [dev]\n",
        "environments: {Dev: {}}\n",
        "environments: {v1: {}}\n",
        "environments: {2026-prod: {}}\n",
        "environments: {-a: {}}\n",
        "environments: {%s: {}}\n".formatted("a".repeat(64)),
        "applications: {}\n",
        "unknown: 1\n" + Yaml.SMALL,
        "ledger:\n" + Yaml.SMALL,
        "ledger: []\n" + Yaml.SMALL,
        "ledger: \"\"\n" + Yaml.SMALL,
        "ledger: {path: 1}\n" + Yaml.SMALL,
        "ledger: {durable: \"true\"}\n" + Yaml.SMALL,
        "ledger: {folder: a}\n" + Yaml.SMALL,
        "location: 1\n" + Yaml.SMALL,
        DEV.formatted("[]"),
        DEV.formatted("{afer: []}"),
        DEV.formatted("{after: dev}"),
        DEV.formatted("{after: }"),
        DEV.formatted("{after: [1]}"),
        DEV.formatted("{required: [nothing]}"),
        DEV.formatted("{required: [mover, mover]}"),
        DEV.formatted("{attach: 1}"),
        DEV.formatted("{maturity: l1}"),
        DEV.formatted("{maturity: L0}"),
        DEV.formatted("{rollback: {keep: 0}}"),
        DEV.formatted("{rollback: {keep: 1001}}"),
        DEV.formatted("{rollback: {keep: \"5\"}}"),
        DEV.formatted("{rollback: {keep: 1.5}}"),
        DEV.formatted("{rollback: {window: 0h}}"),
        DEV.formatted("{rollback: {window: 90}}"),
        DEV.formatted("{rollback: {window: 90 d}}"),
        DEV.formatted("{rollback: {window: P90D}}"),
        DEV.formatted("{rollback: {days: 1}}"),
        DEV.formatted("{write: {deadline: 0ms}}"),
        DEV.formatted("{write: {settle: -1s}}"),
        DEV.formatted("{write: {retry: 1s}}"),
        APP.formatted("{location: \"ghcr.io/acme/shop\"}"),
        APP.formatted("{location: \"ghcr.io:443/acme/shop\"}"),
        APP.formatted("{location: \"ghcr.io/acme/{app}:{environment}\"}"),
        APP.formatted("{location: \"ghcr.io/acme/shop:dev@sha256:%s\"}".formatted("0".repeat(64))),
        APP.formatted("{location: \"ghcr.io/acme/shop:de v\"}"),
        APP.formatted("{environments: dev}"),
        APP.formatted("{locations: {dev: 1}}"),
        APP.formatted("{name: shop}"),
        "environments: {dev: {}}\napplications: {Shop: {location: \"a.example/b:c\"}}\n",
        HOST.formatted("GHCR.io", "{}"),
        HOST.formatted("ghcr", "{}"),
        HOST.formatted("ghcr.io:443", "{}"),
        HOST.formatted("index.docker.io", "{}"),
        HOST.formatted("ghcr.io/acme", "{}"),
        HOST.formatted("ghcr.io", "{username: a}"),
        HOST.formatted("ghcr.io", "{passwordEnv: a}"),
        HOST.formatted("ghcr.io", "{http: true, ca: ca.pem}"),
        HOST.formatted("ghcr.io", "{username: a, passwordEnv: a, passwordFile: b}"),
        HOST.formatted("ghcr.io", "{username: 1, passwordEnv: a}"),
        HOST.formatted("ghcr.io", "{username: a, password: b}"),
        HOST.formatted("ghcr.io", "{http: yes}"));
  }

  @ParameterizedTest
  @MethodSource
  void good(String text) {
    assertThat(Docs.problems(SCHEMA, Yaml.asJson(text))).as("the schema, of\n%s", text).isEmpty();
    assertThat(read(text)).as("the reader, of\n%s", text).isEqualTo("good");
  }

  @ParameterizedTest
  @MethodSource
  void bad(String text) {
    assertThat(Docs.problems(SCHEMA, Yaml.asJson(text)))
        .as("the schema, of\n%s", text)
        .isNotEmpty();
    assertThat(read(text)).as("the reader, of\n%s", text).isNotEqualTo("good");
  }

  /// What takes more than one place of the file: the schema passes it, the reader does not.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "environments: {a: {after: [b]}, b: {after: [a]}}",
        "environments: {a: {after: [b]}}",
        "environments: {a: {}}\napplications: {shop: {}}",
        "environments: {a: {}, b: {}}\napplications: {shop: {location: \"r.example/shop:x\"}}",
        "environments: {a: {}}\napplications: {shop: {location: \"r.example/shop:1.0\"}}",
        "environments: {a: {}}\napplications: {shop: {location: \"r.example/shop:{environment}.1\"}}",
        "environments: {a: {write: {settle: 31d}}}",
      })
  void only_the_reader_sees_what_needs_more_than_one_place(String text) {
    assertThat(Docs.problems(SCHEMA, Yaml.asJson(text))).isEmpty();
    assertThat(read(text)).isNotEqualTo("good");
  }

  @Test
  void the_schema_knows_every_field_that_can_be_required() {
    for (var field : RequiredField.values()) {
      assertThat(Docs.text("tagtrail.schema.json")).contains('"' + field.label() + '"');
    }
  }

  private static String allFields() {
    return String.join(", ", Stream.of(RequiredField.values()).map(RequiredField::label).toList());
  }

  private static String read(String text) {
    try {
      Yaml.read(text);
      return "good";
    } catch (ConfigException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
