package io.tagtrail.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tagtrail.core.history.Address;
import io.tagtrail.core.model.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Places in a history, as people type them.
final class AddressFuzz {
  private static final Instant NOW = Instant.parse("2026-02-14T12:00:00Z");

  @FuzzTest
  void a_place_that_is_read_is_the_same_place_by_its_own_text(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    Address address;
    try {
      address = Address.parse(text, NOW);
    } catch (InvalidValueException e) {
      Messages.check(e);
      return;
    }
    // A relative time is written as the instant that it meant.
    assertThat(Address.parse(address.toString(), NOW.plusSeconds(3_600))).isEqualTo(address);
  }
}
