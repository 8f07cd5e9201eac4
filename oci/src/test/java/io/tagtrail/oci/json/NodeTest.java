package io.tagtrail.oci.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.json.JsonException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeTest {
  private static Node read(String json) {
    return NodeReader.read(json.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"b\":[1.50,-0,1e400,true,null,\"é\\\"\"],\"a\":{},\"c\":[]}",
        "[]",
        "null",
        "12345678901234567890123"
      })
  void what_is_read_is_written_as_it_was(String json) {
    assertThat(read(json).write()).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{} {}", "{\"a\":1,\"a\":2}", "[1,]", "nul", "\"\\ud800"})
  void what_is_not_one_value_is_refused(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(JsonException.class);
  }

  @Test
  void deep_nesting_is_refused() {
    assertThatThrownBy(() -> read("[".repeat(100_000))).isInstanceOf(JsonException.class);
  }

  @Test
  void what_is_not_there_is_missing_all_the_way_down() {
    var json = read("{\"a\":[1]}");
    assertThat(json.at("x").at("y").text()).isNull();
    assertThat(json.at("a").at("y").there()).isFalse();
    assertThat(json.at("a").items().getFirst().integer()).isEqualTo(1);
    assertThat(read("99999999999999999999").integer()).isNull();
  }
}
