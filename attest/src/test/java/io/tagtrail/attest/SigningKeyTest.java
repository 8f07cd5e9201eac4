package io.tagtrail.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.model.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {
  private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.UTF_8);

  @Test
  void what_a_key_signs_its_public_half_verifies_and_no_other_does() {
    var key = SigningKey.create();
    var signature = key.sign(MESSAGE);
    assertThat(key.verification().verifies(MESSAGE, signature)).isTrue();
    assertThat(key.verification().verifies(new byte[] {1}, signature)).isFalse();
    assertThat(SigningKey.create().verification().verifies(MESSAGE, signature)).isFalse();
  }

  @Test
  void a_key_that_is_written_and_read_is_the_same() {
    var key = SigningKey.create();
    var again = SigningKey.parse(key.privatePem());
    assertThat(again.verification()).isEqualTo(key.verification());
    assertThat(again.hint()).isEqualTo(key.hint());
    assertThat(again.verification().verifies(MESSAGE, key.sign(MESSAGE))).isTrue();
    assertThat(VerificationKey.parse(key.verification().pem())).isEqualTo(key.verification());
  }

  /// The right one of two points with the same x, a hundred times: a coin would not fall so.
  @Test
  void the_public_half_is_derived_whatever_the_key() {
    for (int i = 0; i < 100; i++) {
      var pair = Signer.onP256().pair();
      var key = SigningKey.parse(SigningKey.pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
      assertThat(key.verification().key()).isEqualTo(pair.getPublic());
    }
  }

  @Test
  void a_key_that_openssl_made_is_read_and_openssl_verifies_what_it_signs(@TempDir Path folder)
      throws Exception {
    openssl(
        folder,
        "genpkey",
        "-algorithm",
        "EC",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-out",
        "a.key");
    openssl(folder, "pkey", "-in", "a.key", "-pubout", "-out", "a.pub");
    var key = SigningKey.parse(Files.readString(folder.resolve("a.key")));
    assertThat(key.verification().pem()).isEqualTo(Files.readString(folder.resolve("a.pub")));
    Files.write(folder.resolve("message"), MESSAGE);
    Files.write(folder.resolve("signature"), key.sign(MESSAGE));
    openssl(folder, "dgst", "-sha256", "-verify", "a.pub", "-signature", "signature", "message");
    // And one of ours is a key to openssl.
    Files.writeString(folder.resolve("b.key"), SigningKey.create().privatePem());
    openssl(folder, "pkey", "-in", "b.key", "-noout", "-check");
  }

  private static void openssl(Path folder, String... arguments) throws Exception {
    var command = new java.util.ArrayList<String>(List.of("openssl"));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  @Test
  void keys_of_other_kinds_are_refused_and_never_quoted() {
    for (var other :
        List.of(
            Signer.generated("EC", 384).pair(),
            Signer.generated("RSA", 2048).pair(),
            Signer.generated("Ed25519", 255).pair())) {
      var pem = SigningKey.pem("PRIVATE KEY", other.getPrivate().getEncoded());
      assertThatThrownBy(() -> SigningKey.parse(pem))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContaining("P-256")
          .hasMessageNotContaining(pem.substring(40, 60))
          .hasNoCause();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "rubbish",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----",
        "-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED SIGSTORE PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nA===A\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
      })
  void what_is_no_such_key_is_refused_with_what_it_is_instead(String pem) {
    assertThatThrownBy(() -> SigningKey.parse(pem))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("private key");
  }

  @Test
  void the_text_of_a_key_tells_nothing_of_its_private_half() {
    var key = SigningKey.create();
    assertThat(key.toString()).matches("ECDSA P-256 key [0-9a-f]{12}");
    assertThat(Base64.getDecoder().decode(key.hint())).hasSize(32);
  }
}
