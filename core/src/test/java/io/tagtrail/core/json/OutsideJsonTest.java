package io.tagtrail.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutsideJsonTest {
  private static Json.Obj read(String text) {
    return OutsideJson.object(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_null_is_left_out_and_a_number_that_the_ledger_does_not_hold_is_its_text() {
    var json =
        read(
            """
            {"none":null,"half":0.50,"huge":9007199254740992,"small":-9007199254740991,
             "list":[1,null,1e400,true],"deep":{"none":null}}
            """);

    assertThat(json.canonical())
        .isEqualTo(
            "{\"deep\":{},\"half\":\"0.50\",\"huge\":\"9007199254740992\","
                + "\"list\":[1,\"1e400\",true],\"small\":-9007199254740991}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "1",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1} {}",
        "{\"a\":1",
        "{\"a\":NaN}",
        "{\"a\":\"\\ud83d\"}",
        "{\"\\ude00\":1}",
        "{a:1}",
      })
  void what_is_not_one_object_that_every_reader_reads_the_same_is_an_error(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(JsonException.class);
  }

  @Test
  void deep_nesting_and_endless_numbers_are_errors() {
    assertThatThrownBy(() -> read("{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}"))
        .isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> read("{\"a\":" + "9".repeat(1_001) + "}"))
        .isInstanceOf(JsonException.class);
  }

  @Test
  void small_values_are_counted_however_few_bytes_they_take() {
    var at = ("{\"a\":[" + "{},".repeat(97) + "null]}").getBytes(StandardCharsets.UTF_8);
    assertThat(OutsideJson.object(at, 100).members()).hasSize(1);
    var over = ("{\"a\":[" + "{},".repeat(98) + "null]}").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> OutsideJson.object(over, 100))
        .isInstanceOf(JsonException.class)
        .hasMessage("there are more than 100 values in it");
    var bomb = "{\"v\":1,\"x\":[" + "{},".repeat(250_000) + "{}]}";
    assertThatThrownBy(() -> read(bomb)).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> JsonReader.read(bomb.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("more than 200000 values");
  }

  @Test
  void an_error_does_not_quote_what_a_stranger_wrote() {
    assertThatThrownBy(() -> read("{\"a\": hunter2}"))
        .isInstanceOf(JsonException.class)
        .hasMessageNotContaining("hunter2");
  }
}
