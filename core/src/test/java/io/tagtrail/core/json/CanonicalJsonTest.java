package io.tagtrail.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 8785, as far as the subset of the ledger goes.
class CanonicalJsonTest {
  private static Json read(String text) {
    return JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void members_are_sorted_by_UTF_16_code_units_as_in_section_3_2_3_of_the_RFC() {
    var json =
        read(
            """
            {"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With \
            Dagesh","1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control",\
            "\\u00f6":"Latin Small Letter O With Diaeresis"}\
            """);

    assertThat(json.canonical())
        .isEqualTo(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                + "\"\ud83d\ude00\":\"Emoji: Grinning Face\","
                + "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
  }

  @Test
  void strings_are_escaped_no_more_than_they_must_be_as_in_section_3_2_2_of_the_RFC() {
    var json = read("[\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\"]");

    assertThat(json.canonical()).isEqualTo("[\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"]");
  }

  @Test
  void every_control_character_has_the_escape_of_the_RFC() {
    assertThat(new Json.Str("\b\t\n\f\r\0\u001f\u007f").canonical())
        .isEqualTo("\"\\b\\t\\n\\f\\r\\u0000\\u001f\u007f\"");
  }

  @Test
  void white_space_outside_of_strings_is_gone() {
    assertThat(read(" { \"b\" : [ 1 , true ] ,\n\t\"a\" : \" \" } ").canonical())
        .isEqualTo("{\"a\":\" \",\"b\":[1,true]}");
  }

  @Test
  void half_a_character_cannot_be_written() {
    assertThatThrownBy(() -> new Json.Str("a\ud83d").canonical())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Json.Str("\ude00\ud83d").canonical())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{}x",
        "{} {}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":{\"b\":1,\"b\":2}}",
        "{\"a\":null}",
        "null",
        "1.0",
        "1e3",
        "-0.5",
        "NaN",
        "01",
        "+1",
        "9007199254740992",
        "-9007199254740992",
        "99999999999999999999999",
        "'a'",
        "{a:1}",
        "[1,]",
        "/* c */ 1",
        "\"\u0001\""
      })
  void what_is_not_of_the_subset_is_refused(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(JsonException.class);
  }

  @Test
  void a_duplicate_member_under_another_spelling_of_its_name_is_refused() {
    assertThatThrownBy(() -> read("{\"a\":1,\"\\u0061\":2}")).isInstanceOf(JsonException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "9007199254740991", "-9007199254740991"})
  void integers_are_exact_up_to_where_every_reader_keeps_them_exact(String text) {
    assertThat(read(text).canonical()).isEqualTo(text);
  }

  @Test
  void deep_nesting_is_refused_before_it_costs_anything() {
    assertThat(read("[".repeat(30) + "]".repeat(30))).isInstanceOf(Json.Arr.class);
    assertThatThrownBy(() -> read("[".repeat(33) + "]".repeat(33)))
        .isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> read("[".repeat(1_000_000))).isInstanceOf(JsonException.class);
  }

  @Test
  void a_member_that_nobody_asked_for_is_named() {
    var view = JsonReader.object("{\"a\":1,\"b\":2}".getBytes(StandardCharsets.UTF_8));
    assertThat(view.needNumber("a")).isEqualTo(1);

    assertThatThrownBy(view::done).isInstanceOf(JsonException.class).hasMessageContaining("b");
  }

  @Test
  void null_and_empty_lists_are_left_out_and_nothing_is_put_twice() {
    var builder =
        new ObjectBuilder()
            .put("a", (String) null)
            .putList("b", List.<String>of(), Json.Str::new)
            .put("c", 1);

    assertThat(builder.build())
        .isEqualTo(new Json.Obj(new TreeMap<>(java.util.Map.of("c", new Json.Num(1)))));
    assertThatThrownBy(() -> builder.put("c", 2)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00.0000Z",
        "2026-01-31T13:00:00.000+01",
        "2026-01-31t12:00:00.000z",
        "2026-02-30T12:00:00.000Z",
        "2026-01-31T12:00:60.000Z"
      })
  void a_time_has_one_form_only(String text) {
    assertThat(Times.format(Times.parse("2026-01-31T12:00:00.007Z")))
        .isEqualTo("2026-01-31T12:00:00.007Z");
    assertThatThrownBy(() -> Times.parse(text)).isInstanceOf(JsonException.class);
  }
}
