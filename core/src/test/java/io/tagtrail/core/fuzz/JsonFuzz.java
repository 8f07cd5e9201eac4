package io.tagtrail.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.JsonReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// JSON of the ledger's subset.
final class JsonFuzz {
  @FuzzTest
  void what_is_read_is_utf_8_and_its_canonical_bytes_are_read_the_same(byte[] bytes)
      throws CharacterCodingException {
    Json json;
    try {
      json = JsonReader.read(bytes);
    } catch (JsonException e) {
      Messages.check(e);
      return;
    }
    // Another reader refuses anything else, and would not see what this one saw.
    var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    assertThat(text).doesNotContain("\0").doesNotStartWith("\uFEFF");
    var written = json.canonicalBytes();
    var again = JsonReader.read(written);
    assertThat(again).isEqualTo(json);
    assertThat(again.canonicalBytes()).isEqualTo(written);
  }
}
