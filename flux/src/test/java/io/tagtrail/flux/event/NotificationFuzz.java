package io.tagtrail.flux.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.model.Text;
import java.util.Arrays;
import java.util.List;

/// What strangers may send to a hook, whatever its signature. The first byte says which kind.
final class NotificationFuzz {
  private static final int MAX_MESSAGE = 2_000;
  private static final List<Preset> PRESETS = List.of(Preset.values());

  @FuzzTest
  void a_notification_is_read_or_refused_in_words(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    var body = Arrays.copyOfRange(bytes, 1, bytes.length);
    int kind = Math.floorMod(bytes[0], PRESETS.size() + 1);
    try {
      if (kind == PRESETS.size()) {
        var event = FluxEvent.read(body);
        assertThat(Text.printable(event.text())).isEqualTo(event.text());
        assertThat(event.text()).hasSizeLessThan(MAX_MESSAGE + FluxEvent.MESSAGE_BYTES);
        assertThat(event.name()).isNotBlank();
      } else {
        var type = bytes[0] < 0 ? "zotregistry.image.updated" : null;
        for (var push : Pushes.read(PRESETS.get(kind).mapping(), body, type)) {
          assertThat(push.repository()).isNotBlank().hasSizeLessThan(256);
        }
      }
    } catch (JsonException e) {
      var message = String.valueOf(e.getMessage());
      assertThat(message).isNotBlank().hasSizeLessThan(MAX_MESSAGE);
      assertThat(Text.printable(message)).isEqualTo(message);
    }
  }
}
