package io.tagtrail.flux.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class BodySignatureTest {
  private static final byte[] KEY = "key".getBytes(StandardCharsets.UTF_8);
  private static final byte[] BODY =
      "The quick brown fox jumps over the lazy dog".getBytes(StandardCharsets.UTF_8);
  // A known answer (Wikipedia, HMAC).
  private static final String KNOWN =
      "sha256=f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8";

  @Test
  void it_is_the_hexadecimal_hmac_over_the_exact_bytes() {
    assertThat(BodySignature.of(BODY, KEY)).isEqualTo(KNOWN);
    assertThat(BodySignature.holds(KNOWN, BODY, KEY)).isTrue();
    assertThat(BodySignature.holds(KNOWN.replace('f', 'F'), BODY, KEY)).isTrue();
  }

  @Test
  void anything_else_does_not_hold() {
    var other = "The quick brown fox jumps over the lazy dog ".getBytes(StandardCharsets.UTF_8);
    assertThat(BodySignature.holds(KNOWN, other, KEY)).isFalse();
    assertThat(BodySignature.holds(KNOWN, BODY, "kez".getBytes(StandardCharsets.UTF_8))).isFalse();
    assertThat(BodySignature.holds(null, BODY, KEY)).isFalse();
    assertThat(BodySignature.holds("", BODY, KEY)).isFalse();
    assertThat(BodySignature.holds("sha256=", BODY, KEY)).isFalse();
    assertThat(BodySignature.holds(KNOWN.substring(7), BODY, KEY)).isFalse();
    assertThat(BodySignature.holds(KNOWN + "0", BODY, KEY)).isFalse();
    assertThat(BodySignature.holds(KNOWN.substring(0, 20), BODY, KEY)).isFalse();
    assertThat(BodySignature.holds(KNOWN.replace("sha256", "sha1"), BODY, KEY)).isFalse();
  }
}
