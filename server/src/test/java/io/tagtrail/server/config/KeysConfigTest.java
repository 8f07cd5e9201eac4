package io.tagtrail.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Schema;
import io.tagtrail.core.policy.Assurance;
import io.tagtrail.server.contract.Docs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys, and what environments say of them.
final class KeysConfigTest {
  private static final Schema SCHEMA = Docs.schema("tagtrail.schema.json");
  private static final String PEM =
      "-----BEGIN PUBLIC KEY-----\\nMFkwEwYHKoZIzj0CAQ==\\n-----END PUBLIC KEY-----\\n";

  private static String text(String keys, String prod) {
    return "environments: {prod: %s}\nkeys: %s\n".formatted(prod, keys);
  }

  private static Config read(String text) {
    return ConfigReader.parse(Path.of("/work/tagtrail.yaml"), text, Map.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        " | {}",
        "{} | {}",
        "{prod: {file: keys/prod.key}} | {sign: {key: prod}}",
        "{prod: {env: X}} | {sign: {key: prod, form: legacy, repositories: 'r.example/*'}}",
        "{a: {env: X}, b: {file: y}} | {sign: [{key: a, repositories: 'r/*'}, {key: b}], verify: [a, b]}",
        "{prod: {env: X}, v: {public: '-----BEGIN'}} | {sign: {key: prod}, verify: [prod, v]}",
        "{v: {public: '-----BEGIN'}} | {verify: v}",
      })
  void good(String keys, String prod) {
    var text = text(keys == null ? "" : keys.replace("'-----BEGIN'", "\"" + PEM + "\""), prod);
    assertThat(Docs.problems(SCHEMA, Yaml.asJson(text))).isEmpty();
    assertThat(read(text)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{prod: {}}",
        "{prod: {file: a, env: b}}",
        "{Prod: {file: a}}",
        "{prod: {file: a, private: b}}",
        "{prod: {file: [a]}}",
        "[prod]",
      })
  void neither_reader_nor_schema_takes(String keys) {
    var text = text(keys, "{}");
    assertThat(Docs.problems(SCHEMA, Yaml.asJson(text))).isNotEmpty();
    assertThatThrownBy(() -> read(text)).isInstanceOf(ConfigException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{prod: {file: a}} | {sign: {key: other}} | not under keys: (there are prod)",
        "{} | {sign: {key: prod}} | tagtrail keys create prod makes one",
        "{prod: {file: a}} | {verify: [other]} | verify names the key other",
        "{a: {file: a}, b: {file: b}} | {sign: {key: a}, verify: [b]} | Flux would refuse what is promoted",
        "{v: {public: '-----BEGIN'}} | {sign: {key: v}} | only the public half is here",
        "{prod: {file: a}} | {sign: {key: prod}, write: {by: caller}} | caller",
        "{prod: {file: a, public: 'missing.pub'}} | {} | there is no such file",
        "{prod: {public: 'rubbish -----BEGIN'}} | {} | no public key",
      })
  void what_does_not_hold_together_is_refused_with_why(String keys, String prod, String why) {
    var text = text(keys.replace("'-----BEGIN'", "\"" + PEM + "\""), prod);
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(why);
  }

  @Test
  void a_private_key_in_the_place_of_a_public_one_is_refused_and_not_quoted() {
    var text =
        text(
            "{p: {public: \"-----BEGIN PRIVATE KEY-----\\nSECRET\\n-----END PRIVATE KEY-----\"}}",
            "{}");
    assertThatThrownBy(() -> read(text))
        .hasMessageContaining("public holds a private key")
        .hasMessageNotContaining("SECRET");
  }

  @Test
  void the_public_file_beside_the_private_one_is_read_and_part_of_the_configuration(
      @TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("prod.pub"), PEM.replace("\\n", "\n").repeat(2));
    var file = folder.resolve("tagtrail.yaml");
    Files.writeString(file, text("{prod: {file: prod.key}}", "{sign: {key: prod}}"));
    var config = ConfigReader.read(file, Map.of());
    var key = Objects.requireNonNull(config.around().keys().keys().get("prod"));
    assertThat(key.publics()).hasSize(2);
    assertThat(key.publicFile()).isEqualTo(folder.resolve("prod.pub"));
    assertThat(config.files()).contains(folder.resolve("prod.pub"));
    assertThat(config.policy().rules("prod").assurance().signing())
        .containsExactly(new Assurance.Signing("prod", "*", Assurance.Form.BUNDLE));
  }
}
