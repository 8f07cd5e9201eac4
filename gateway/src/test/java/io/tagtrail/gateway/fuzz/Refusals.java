package io.tagtrail.gateway.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.model.Text;
import io.tagtrail.gateway.protocol.OciError;

/// What every refusal must keep to, whatever the client sent.
final class Refusals {
  private static final int MAX_BYTES = 4_000;

  private Refusals() {}

  static void check(OciError error) {
    assertThat(error.status()).isBetween(400, 499);
    assertThat(error.message()).isNotBlank();
    assertThat(Text.printable(error.message())).isEqualTo(error.message());
    assertThat(error.json()).hasSizeLessThan(MAX_BYTES);
    assertThat(JsonReader.object(error.json()).has("errors")).isTrue();
  }
}
