package io.tagtrail.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.model.InvalidValueException;

/// The entries of the ledger, as somebody may have put them into a copied or mirrored file.
final class EventFuzz {
  @FuzzTest
  void an_event_that_is_read_is_written_canonically_and_read_the_same_again(byte[] bytes) {
    Event event;
    try {
      event = Event.decode(bytes);
    } catch (JsonException e) {
      Messages.check(e);
      return;
    }
    byte[] written;
    try {
      written = event.encode();
    } catch (InvalidValueException e) {
      // Read from fewer bytes than it takes: left out parts are written out.
      assertThat(e).hasMessageContaining("an entry holds");
      return;
    }
    assertThat(JsonReader.read(written).canonicalBytes()).isEqualTo(written);
    var again = Event.decode(written);
    assertThat(again).isEqualTo(event);
    assertThat(again.encode()).isEqualTo(written);
  }
}
