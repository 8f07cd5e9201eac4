package io.tagtrail.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.policy.RequiredField;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.server.contract.Docs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigReaderTest {
  private static final Alias DEV = Alias.parse("shop/dev");
  private static final Alias PROD = Alias.parse("shop/prod");

  @Test
  void what_a_file_does_not_say_is_as_usual() {
    var config = Yaml.read(Yaml.SMALL);
    assertThat(config.policy().rules("dev")).isEqualTo(Rules.usual("dev"));
    assertThat(config.policy().rules("prod")).isEqualTo(Rules.usual("prod").after("dev"));
    assertThat(config.ledger()).isEqualTo(Path.of("/work/.tagtrail"));
    assertThat(config.durable()).isFalse();
    assertThat(config.registries()).isEmpty();
    assertThat(config.maturityOf(PROD)).isNull();
    assertThat(config.locations())
        .containsOnlyKeys(DEV, PROD)
        .containsEntry(PROD, Location.parse("ghcr.io/acme/shop:prod"));
  }

  @Test
  void every_key_of_the_whole_file_in_the_manual_is_read() {
    var config = Yaml.read(whole());
    var rules = config.policy().rules("prod");
    assertThat(config.ledger()).isEqualTo(Path.of("/var/lib/tagtrail"));
    assertThat(config.durable()).isTrue();
    assertThat(rules.after()).containsExactly("preprod");
    assertThat(rules.required())
        .containsExactlyInAnyOrder(
            RequiredField.MOVER,
            RequiredField.PIPELINE,
            RequiredField.SOURCE_REVISION,
            RequiredField.PIPELINE_URL);
    assertThat(rules.window()).isEqualTo(Duration.ofDays(180));
    assertThat(rules.keep()).isEqualTo(20);
    assertThat(rules.timing())
        .isEqualTo(
            new Rules.Timing(
                Duration.ofSeconds(20),
                Duration.ofSeconds(15),
                Duration.ofSeconds(6),
                Duration.ofSeconds(3),
                Duration.ofHours(12),
                Duration.ofSeconds(10)));
    assertThat(rules.attach()).isFalse();
    assertThat(config.maturityOf(PROD)).isEqualTo(Maturity.L2);
    assertThat(config.location(PROD)).hasToString("registry.example.com:5000/prod/shop:prod");
    assertThat(config.location(DEV)).hasToString("ghcr.io/acme/shop:dev");
    assertThat(config.location(Alias.parse("blog/prod"))).hasToString("quay.io/acme/blog:live");
    assertThat(config.locations()).doesNotContainKey(Alias.parse("blog/preprod"));
    assertThat(config.registries())
        .containsOnlyKeys("ghcr.io", "registry.example.com:5000", "quay.io")
        .containsEntry(
            "registry.example.com:5000",
            new RegistryConfig(false, Path.of("/work/ca.pem"), null, null, null))
        .containsEntry("ghcr.io", new RegistryConfig(false, null, "ci-bot", "GHCR_PASSWORD", null))
        .containsEntry(
            "quay.io",
            new RegistryConfig(false, null, "acme+ci", null, Path.of("/run/secrets/quay")));
  }

  @Test
  void the_whole_file_in_the_manual_passes_the_schema() {
    assertThat(Docs.problems(Docs.schema("tagtrail.schema.json"), Yaml.asJson(whole()))).isEmpty();
  }

  @Test
  void the_most_specific_location_wins() {
    var config =
        Yaml.read(
            """
            location: r.example/a/{application}:{environment}
            environments: {dev: {}, test: {location: "r.example/b/{application}:{environment}"}, prod: {}}
            applications:
              one:
              two: {location: "r.example/c/{application}:{environment}"}
              three: {locations: {prod: "r.example/d/three:live", test: "r.example/d/three:test"}}
            """);
    assertThat(config.location(Alias.parse("one/dev"))).hasToString("r.example/a/one:dev");
    assertThat(config.location(Alias.parse("one/test"))).hasToString("r.example/b/one:test");
    assertThat(config.location(Alias.parse("two/dev"))).hasToString("r.example/c/two:dev");
    assertThat(config.location(Alias.parse("two/test"))).hasToString("r.example/b/two:test");
    assertThat(config.location(Alias.parse("three/dev"))).hasToString("r.example/a/three:dev");
    assertThat(config.location(Alias.parse("three/test"))).hasToString("r.example/d/three:test");
    assertThat(config.location(Alias.parse("three/prod"))).hasToString("r.example/d/three:live");
  }

  @Test
  void the_environment_variable_names_the_ledger_and_counts_as_durable() {
    var config =
        ConfigReader.parse(Yaml.FILE, Yaml.SMALL, Map.of("TAGTRAIL_LEDGER", "/mnt/ledger"));
    assertThat(config.ledger()).isEqualTo(Path.of("/mnt/ledger"));
    assertThat(config.durable()).isTrue();
    var blank = ConfigReader.parse(Yaml.FILE, Yaml.SMALL, Map.of("TAGTRAIL_LEDGER", " "));
    assertThat(blank.ledger()).isEqualTo(Path.of("/work/.tagtrail"));
    assertThat(blank.durable()).isFalse();
  }

  @Test
  void a_ledger_can_be_a_text_alone_and_is_then_not_durable() {
    var config = Yaml.read("ledger: state/ledger\n" + Yaml.SMALL);
    assertThat(config.ledger()).isEqualTo(Path.of("/work/state/ledger"));
    assertThat(config.durable()).isFalse();
  }

  @Test
  void a_file_is_read_with_its_byte_order_mark_and_its_windows_line_ends(@TempDir Path folder)
      throws Exception {
    var file = folder.resolve("tagtrail.yaml");
    Files.writeString(file, "\uFEFF" + Yaml.SMALL.replace("\n", "\r\n"));
    assertThat(ConfigReader.read(file, Map.of()).locations()).containsKeys(DEV, PROD);
    assertThat(ConfigReader.read(file, Map.of()).ledger()).isEqualTo(folder.resolve(".tagtrail"));
  }

  @Test
  void anchors_can_be_used_to_say_a_thing_once() {
    var config =
        Yaml.read(
            """
            environments:
              prod-eu: &prod {maturity: L3, rollback: {keep: 30}}
              prod-us: *prod
            applications:
              shop: {location: "ghcr.io/acme/shop:{environment}"}
            """);
    assertThat(config.policy().rules("prod-us").keep()).isEqualTo(30);
    assertThat(config.maturity()).containsEntry("prod-us", Maturity.L3);
  }

  @Test
  void an_alias_is_found_by_its_location() {
    var config = Yaml.read(Yaml.SMALL);
    assertThat(config.at(Location.parse("oci://GHCR.io/acme/shop:prod"))).contains(PROD);
    assertThat(config.at(Location.parse("ghcr.io/acme/shop:stage"))).isEmpty();
  }

  @Test
  void an_alias_that_is_not_configured_is_answered_with_those_that_are_near() {
    var config = Yaml.read(Yaml.SMALL);
    assertThatThrownBy(() -> config.location(Alias.parse("shop/prd")))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("shop/prd is not configured in tagtrail.yaml; there are shop/dev, shop/prod");
    assertThatThrownBy(() -> config.location(Alias.parse("blog/stage")))
        .hasMessage("blog/stage is not configured in tagtrail.yaml");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void the_files_in_the_manual_pass_the_schema(int block) {
    assertThat(Docs.problems(Docs.schema("tagtrail.schema.json"), Yaml.asJson(block(block))))
        .isEmpty();
  }

  @Test
  void the_server_of_the_manual_is_read() {
    var config = Yaml.read(block(1));
    var gates = config.policy().rules(PROD).gates();
    assertThat(gates.soak()).isEqualTo(Duration.ofHours(4));
    assertThat(gates.needed()).isEqualTo(2);
    assertThat(gates.windows()).hasSize(2);
    assertThat(config.identity().issuers()).hasSize(3);
    assertThat(config.rights().grants()).hasSize(7);
    assertThat(config.rights().conditions()).hasSize(1);
    assertThat(config.server().tls()).isNotNull();
    assertThat(config.store().shown()).isEqualTo("postgresql://db.example.com/tagtrail");
  }

  @Test
  void the_team_of_the_manual_is_read(@TempDir Path folder) throws Exception {
    Files.createDirectory(folder.resolve("teams"));
    Files.writeString(folder.resolve("tagtrail.yaml"), block(2));
    Files.writeString(folder.resolve("teams/payments.yaml"), block(3));
    var config = ConfigReader.read(folder.resolve("tagtrail.yaml"), Map.of());
    assertThat(config.teams()).containsEntry("pay-api", "payments");
    assertThat(config.rights().grants()).hasSize(2);
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

  /// The first fenced YAML block of the manual.
  private static String whole() {
    return block(0);
  }
}
