package io.tagtrail.bundle.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pointers into the data of a Secret, in texts that are no objects.
final class PointersTest {
  private static boolean mayHold(String text) {
    return Secrets.mayHold(text.getBytes(StandardCharsets.UTF_8), false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/data",
        "/data/p",
        "/stringData/p",
        "/spec/template/data/p",
        "\"/data/p\"",
        "/data\"",
        "/é/data/p"
      })
  void a_patch_into_data_may_hold_a_value(String path) {
    assertThat(mayHold("- {op: add, path: " + path + " , value: x}")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/spec", "/database", "/data_x", "/stringDatabase", "data", "/spec /data", ""})
  void a_patch_of_something_else_holds_none(String path) {
    assertThat(mayHold("- {op: add, path: " + path + " , value: x}")).isFalse();
  }

  @Test
  void a_pointer_as_long_as_nobody_writes_one_is_followed_to_its_end() {
    assertThat(mayHold("- {op: add, path: " + "/aaaa".repeat(10_000) + "/data}")).isTrue();
  }

  /// Each of a million pointers would be followed over three hundred letters.
  @Test
  void a_text_is_gone_through_once_however_many_pointers_begin_in_it() {
    var text = "path:/".repeat(100_000);
    var pointers = new Pointers(text);
    for (int at = text.indexOf('/'); at >= 0; at = text.indexOf('/', at + 1)) {
      assertThat(pointers.isIntoData(at)).isFalse();
    }
    assertThat(pointers.work()).isLessThanOrEqualTo(2L * text.length());
  }

  @Test
  void a_text_longer_than_anybody_reads_is_hidden_and_a_file_that_is_no_text_is_not() {
    var text = "x".repeat(Secrets.LONGEST + 1).getBytes(StandardCharsets.UTF_8);
    assertThat(Secrets.mayHold(text, false)).isTrue();
    assertThat(Secrets.mayHold(text, true)).isTrue();
    text[Secrets.LONGEST] = 0;
    assertThat(Secrets.mayHold(text, false)).isFalse();
  }
}
