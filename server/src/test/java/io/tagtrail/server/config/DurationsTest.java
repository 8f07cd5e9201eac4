package io.tagtrail.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.model.InvalidValueException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationsTest {
  @Test
  void every_unit_is_read() {
    assertThat(Durations.parse("250ms")).isEqualTo(Duration.ofMillis(250));
    assertThat(Durations.parse("10s")).isEqualTo(Duration.ofSeconds(10));
    assertThat(Durations.parse("30m")).isEqualTo(Duration.ofMinutes(30));
    assertThat(Durations.parse("12h")).isEqualTo(Duration.ofHours(12));
    assertThat(Durations.parse("999999999d")).isEqualTo(Duration.ofDays(999_999_999));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "d", "1", "1w", "-1s", "1.5h", " 1s", "1s ", "1S", "1000000000d", "P1D", "١s"})
  void anything_else_is_refused(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("90d, 12h, 30m, 10s, 250ms");
  }
}
