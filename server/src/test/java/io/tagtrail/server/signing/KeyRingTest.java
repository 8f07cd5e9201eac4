package io.tagtrail.server.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.attest.SigningKey;
import io.tagtrail.attest.VerificationKey;
import io.tagtrail.server.config.ConfigException;
import io.tagtrail.server.config.KeysConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {
  @TempDir Path folder;

  private static KeyRing ring(KeysConfig.Key key, Map<String, String> env) {
    return new KeyRing(new KeysConfig(Map.of("prod", key)), env);
  }

  @Test
  void a_key_in_a_variable_signs_and_tells_its_public_half() {
    var key = SigningKey.create();
    var ring =
        ring(new KeysConfig.Key("KEY", null, null, List.of()), Map.of("KEY", key.privatePem()));
    assertThat(ring.signing("prod").verification()).isEqualTo(key.verification());
    assertThat(ring.counting("prod")).containsExactly(key.verification());
  }

  @Test
  void the_next_key_of_a_rotation_is_used_as_soon_as_its_file_is_there() throws Exception {
    var made = KeyFiles.create(folder, "prod");
    var key =
        new KeysConfig.Key(null, made.privateFile(), made.publicFile(), List.of(made.key().pem()));
    var ring = ring(key, Map.of());
    assertThat(ring.signing("prod").verification()).isEqualTo(made.key());
    var next = KeyFiles.next("prod", key);
    assertThat(ring.signing("prod").verification()).isEqualTo(made.key());
    KeyFiles.finish("prod", key);
    // Within one tick of the file system's clock it could not be told.
    Files.setLastModifiedTime(made.privateFile(), FileTime.from(Instant.EPOCH));
    assertThat(ring.signing("prod").verification()).isEqualTo(next.key());
  }

  @Test
  void all_halves_that_count_do_each_once() {
    var one = SigningKey.create().verification();
    var two = SigningKey.create().verification();
    var ring =
        new KeyRing(
            new KeysConfig(
                Map.of(
                    "a", new KeysConfig.Key(null, null, null, List.of(one.pem(), two.pem())),
                    "b", new KeysConfig.Key(null, null, null, List.of(two.pem())))),
            Map.of());
    assertThat(ring.counting(List.of("a", "b")).keys())
        .extracting(VerificationKey::id)
        .containsExactly(one.id(), two.id());
    assertThatThrownBy(() -> ring.signing("a"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("only its public half");
  }

  @Test
  void what_is_no_key_is_refused_by_name_and_never_quoted() throws Exception {
    var file = Files.writeString(folder.resolve("x"), "very secret rubbish");
    assertThatThrownBy(
            () -> ring(new KeysConfig.Key(null, file, null, List.of()), Map.of()).signing("prod"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("the private half of the key prod")
        .hasMessageNotContaining("rubbish");
    assertThatThrownBy(
            () -> ring(new KeysConfig.Key("KEY", null, null, List.of()), Map.of()).signing("prod"))
        .hasMessageContaining("the environment variable KEY, which is not set");
    assertThatThrownBy(
            () -> ring(new KeysConfig.Key("K", null, null, List.of()), Map.of()).signing("other"))
        .hasMessageContaining("there is no key other");
  }

  @Test
  void a_public_half_that_the_private_file_tells_is_the_one_of_the_file_as_it_is_now()
      throws Exception {
    var one = SigningKey.create();
    var two = SigningKey.create();
    var file = Files.writeString(folder.resolve("prod.key"), one.privatePem());
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    var ring = ring(new KeysConfig.Key(null, file, null, List.of()), Map.of());
    assertThat(ring.counting("prod")).containsExactly(one.verification());
    Files.writeString(file, two.privatePem());
    assertThat(ring.counting("prod")).containsExactly(two.verification());
  }

  @Test
  void a_folder_that_is_made_keeps_private_halves_out_of_git_and_one_that_is_there_is_left()
      throws Exception {
    var fresh = folder.resolve("a/keys");
    var made = KeyFiles.create(fresh, "prod");
    assertThat(made.ignoring()).isEqualTo(fresh.resolve(".gitignore"));
    assertThat(fresh.resolve(".gitignore")).hasContent("*.key");
    Files.writeString(fresh.resolve(".gitignore"), "mine");
    assertThat(KeyFiles.create(fresh, "dev").ignoring()).isNull();
    assertThat(fresh.resolve(".gitignore")).hasContent("mine");
    assertThat(KeyFiles.create(folder, "x").ignoring()).isNull();
    assertThat(folder.resolve(".gitignore")).doesNotExist();
  }
}
