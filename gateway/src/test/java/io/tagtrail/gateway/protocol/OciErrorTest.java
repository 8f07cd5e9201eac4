package io.tagtrail.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OciErrorTest {
  @ParameterizedTest
  @EnumSource
  void every_code_has_a_status_and_a_body_of_the_specifications_form(ErrorCode code) {
    var error = OciError.of(code, "say \"why\"");
    assertThat(error.status()).isBetween(400, 499);
    assertThat(new String(error.json(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"errors\":[{\"code\":\"%s\",\"message\":\"say \\\"why\\\"\"}]}".formatted(code));
  }

  @Test
  void there_are_the_fourteen_codes_of_the_specification() {
    assertThat(ErrorCode.values()).hasSize(14);
  }

  @Test
  void what_a_client_sent_cannot_steer_a_terminal_or_fill_a_log() {
    var error = OciError.of(ErrorCode.NAME_INVALID, "\u001b[2J" + "x".repeat(5_000));
    assertThat(error.message()).startsWith("<U+001B>").hasSizeLessThan(1_001);
  }

  @Test
  void a_malfunction_is_no_error_of_the_client() {
    assertThatThrownBy(() -> new OciError(ErrorCode.DENIED, 500, "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new String(OciError.malfunction("x"), StandardCharsets.UTF_8))
        .contains("\"UNKNOWN\"");
  }
}
