package io.tagtrail.server.inside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.model.InvalidValueException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RangeTest {
  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shop/prod|shop/prod~1..shop/prod",
        "shop/prod~1..shop/prod|shop/prod~1..shop/prod",
        "shop/prod~3..~1|shop/prod~3..shop/prod~1",
        "shop/prod#3..|shop/prod#3..shop/prod",
        "shop/prod#3..#7|shop/prod#3..shop/prod#7",
        "shop/preprod..shop/prod|shop/preprod..shop/prod",
        "shop/prod@{2026-11-01}..|shop/prod@{2026-11-01T00:00:00Z}..shop/prod",
      })
  void ranges_are_read(String text, String means) {
    assertThat(Range.parse(text, NOW)).hasToString(means);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "shop", "shop/prod..shop", "..shop/prod", "shop/prod~1..x y"})
  void what_is_no_range_is_refused(String text) {
    assertThatThrownBy(() -> Range.parse(text, NOW)).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void one_place_alone_is_told_how_to_be_two() {
    assertThatThrownBy(() -> Range.parse("shop/prod#3", NOW))
        .hasMessageContaining("shop/prod#3..shop/prod");
  }
}
