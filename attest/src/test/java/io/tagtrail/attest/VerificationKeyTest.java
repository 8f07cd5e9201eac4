package io.tagtrail.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.model.InvalidValueException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerificationKeyTest {
  @ParameterizedTest
  @CsvSource({"p256, ECDSA P-256", "p384, ECDSA P-384", "rsa, RSA", "ed25519, Ed25519"})
  void a_key_says_what_it_is_and_which(String kind, String title) {
    var key = VerificationKey.parse(Recorded.text(kind + ".pub"));
    assertThat(key.toString()).matches(title + " key [0-9a-f]{12}");
    assertThat(VerificationKey.parse("\n  " + Recorded.text(kind + ".pub") + "\n")).isEqualTo(key);
  }

  @Test
  void a_private_key_is_named_as_one_and_never_quoted() {
    var pem = Signer.pem("PRIVATE KEY", Signer.onP256().pair().getPrivate().getEncoded());
    assertThatThrownBy(() -> VerificationKey.parse(pem))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("it is a private key")
        .hasMessageNotContaining(pem.substring(40, 60));
  }

  @Test
  void other_curves_short_keys_and_other_algorithms_are_refused() {
    assertThatThrownBy(() -> VerificationKey.parse(Signer.generated("EC", 521).pem()))
        .hasMessageContaining("another curve");
    assertThatThrownBy(() -> VerificationKey.parse(Signer.generated("RSA", 1024).pem()))
        .hasMessageContaining("1024 bits");
    assertThatThrownBy(() -> VerificationKey.parse(Signer.generated("DSA", 1024).pem()))
        .hasMessageContaining("not supported");
    assertThatThrownBy(() -> VerificationKey.parse(Signer.generated("Ed448", 448).pem()))
        .hasMessageContaining("not supported");
  }

  @Test
  void what_is_no_key_is_refused() {
    var pem = Recorded.text("p256.pub");
    for (var text :
        List.of(
            "",
            "key",
            pem + pem,
            pem.replace("PUBLIC KEY", "CERTIFICATE"),
            pem.substring(0, 60) + "-----END PUBLIC KEY-----",
            pem.replace("MFkw", "MFk="),
            " ".repeat(10_000))) {
      assertThatThrownBy(() -> VerificationKey.parse(text))
          .as(text)
          .isInstanceOf(InvalidValueException.class);
    }
  }

  /// Well encoded, and of no use: this would otherwise show at the first signature.
  @Test
  void a_key_that_is_no_point_of_its_curve_is_refused() {
    var der = VerificationKey.parse(Recorded.text("ed25519.pub")).key().getEncoded();
    for (int i = 0; i < 16; i++) {
      der[der.length - 5] = (byte) (der[der.length - 5] + 1);
      try {
        VerificationKey.parse(Signer.pem("PUBLIC KEY", der)).verifies(new byte[1], new byte[64]);
      } catch (InvalidValueException e) {
        assertThat(e).hasMessageContaining("no point of its curve");
        return;
      }
    }
    throw new AssertionError("about every second one is none");
  }

  @Test
  void a_rule_without_keys_and_one_with_too_many_are_refused() {
    assertThatThrownBy(() -> Keys.parse(List.of())).hasMessageContaining("0 keys");
    assertThatThrownBy(() -> Keys.parse(Collections.nCopies(17, Recorded.text("p256.pub"))))
        .hasMessageContaining("17 keys");
  }
}
