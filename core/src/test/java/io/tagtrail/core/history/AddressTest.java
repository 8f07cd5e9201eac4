package io.tagtrail.core.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.model.InvalidValueException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  private static final Instant NOW = Instant.parse("2026-02-14T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "shop/prod, shop/prod",
    "shop/prod~, shop/prod~1",
    "shop/prod~0, shop/prod~0",
    "shop/prod~12, shop/prod~12",
    "shop/prod#42, shop/prod#42",
    "shop/prod@{2026-02-13}, shop/prod@{2026-02-13T00:00:00Z}",
    "shop/prod@{2026-02-13T10:00:00+02:00}, shop/prod@{2026-02-13T08:00:00Z}",
    "shop/prod@{2.hours.ago}, shop/prod@{2026-02-14T10:00:00Z}",
    "shop/prod@{1 week ago}, shop/prod@{2026-02-07T12:00:00Z}",
    "shop/prod@{yesterday}, shop/prod@{2026-02-13T12:00:00Z}",
    "shop/prod@{now}, shop/prod@{2026-02-14T12:00:00Z}"
  })
  void an_address_is_read_and_written(String text, String written) {
    var address = Address.parse(text, NOW);

    assertThat(address).hasToString(written);
    assertThat(Address.parse(written, NOW)).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop",
        "shop/prod~x",
        "shop/prod~-1",
        "shop/prod~9999999",
        "shop/prod~1~1",
        "shop/prod#",
        "shop/prod#-1",
        "shop/prod#9999999999999999999",
        "shop/prod@",
        "shop/prod@{",
        "shop/prod@{}",
        "shop/prod@{soon}",
        "shop/prod@{2026-02-30}",
        "shop/prod@{2026-02-13T10:00:00}",
        "shop/prod@{999999999.weeks.ago}",
        "shop/prod@{2.fortnights.ago}",
        "shop/prod@{-2.hours.ago}",
        "shop/prod~\u0661",
        "shop/prod~1\n"
      })
  void what_is_no_address_is_refused(String text) {
    assertThatThrownBy(() -> Address.parse(text, NOW)).isInstanceOf(InvalidValueException.class);
  }
}
