package io.tagtrail.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
  @ParameterizedTest
  @ValueSource(
      ints = {
        0x00, 0x07, 0x1b, 0x7f, 0x85, 0x9b, 0xad, 0x200b, 0x200e, 0x202e, 0x2028, 0x2029, 0x2066,
        0xfeff, 0xe000, 0xd800, 0xdc00, 0xe0041
      })
  void what_could_steer_a_terminal_or_hide_is_refused_and_written_out(int c) {
    var text = "a" + Character.toString(c) + "b";

    assertThat(Text.fits(text, 100)).isFalse();
    assertThatThrownBy(() -> Text.bounded("the field", text, 100))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("the field")
        .hasMessageContaining("U+%04X".formatted(c));
    assertThat(Text.printable(text)).isEqualTo("a<U+%04X>b".formatted(c));
  }

  @Test
  void a_bound_counts_bytes_of_UTF_8() {
    assertThat(Text.fits("ä".repeat(50), 100)).isTrue();
    assertThat(Text.fits("ä".repeat(51), 100)).isFalse();
    assertThat(Text.fits("😀".repeat(25), 100)).isTrue();
    assertThat(Text.fits("😀".repeat(25) + "a", 100)).isFalse();
    assertThat(Text.fits(" ", 100)).isFalse();
    assertThat(Text.fits("", 100)).isFalse();
  }

  @Test
  void what_is_clipped_never_ends_in_half_a_character_and_keeps_its_bound() {
    for (int bytes = 8; bytes < 40; bytes++) {
      var clipped = Text.clipped("😀ä€a".repeat(10), bytes);

      assertThat(clipped.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(bytes);
      assertThat(clipped).endsWith("…").doesNotContain("\ufffd");
      assertThat(Text.fits(clipped, bytes)).isTrue();
    }
    assertThat(Text.clipped("short", 40)).isEqualTo("short");
  }
}
