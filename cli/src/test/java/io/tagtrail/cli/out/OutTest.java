package io.tagtrail.cli.out;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.server.wire.Ages;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void words_are_kept_whole_where_they_can_be() {
    assertThat(Wrap.words("one two three", 7)).containsExactly("one two", "three");
    assertThat(Wrap.words("abcdefghij k", 4)).containsExactly("abcd", "efgh", "ij k");
    assertThat(Wrap.words("", 4)).containsExactly("");
    assertThat(Wrap.words("日本語", 4)).containsExactly("日本", "語");
  }

  @Test
  void nothing_is_lost_or_too_wide_whatever_is_wrapped() {
    long seed = Long.getLong("tagtrail.seed", System.nanoTime());
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      var text = new StringBuilder();
      for (int j = random.nextInt(60); j > 0; j--) {
        text.appendCodePoint(
            "ab 日é😀 ".codePointAt(List.of(0, 1, 2, 3, 4, 5, 7).get(random.nextInt(7))));
      }
      int columns = 2 + random.nextInt(20);
      var lines = Wrap.words(text.toString(), columns);
      assertThat(lines).allSatisfy(l -> assertThat(Columns.of(l)).isLessThanOrEqualTo(columns));
      assertThat(String.join("", lines).replace(" ", ""))
          .isEqualTo(text.toString().replace(" ", ""));
    }
  }

  @Test
  void a_table_gives_way_where_it_is_widest() {
    var table = new Table("A", "B").row(Style.PLAIN, "short", "x".repeat(100));
    var lines = table.lines(40, false);
    assertThat(lines).allSatisfy(line -> assertThat(Columns.of(line)).isLessThanOrEqualTo(40));
    assertThat(lines.get(1)).startsWith("short  xxx").endsWith("…");
    assertThat(table.fits(40)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0,just now",
    "60,60 s ago",
    "119,119 s ago",
    "120,2 min ago",
    "7200,2 h ago",
    "172800,2 d ago",
    "-600,in 10 min"
  })
  void ages_are_in_the_largest_unit_that_says_enough(long seconds, String shown) {
    var now = Instant.parse("2026-02-14T12:00:00Z");
    assertThat(Ages.ago(now.minusSeconds(seconds), now)).isEqualTo(shown);
  }

  @Test
  void times_are_utc_to_the_minute() {
    assertThat(Ages.utc(Instant.parse("2026-02-14T10:59:59.999Z")))
        .isEqualTo("2026-02-14 10:59 UTC");
  }

  @ParameterizedTest
  @CsvSource({"shop/prod,shop/prod", "#41,'''#41'''", "a b,'''a b'''", "$(x),'''$(x)'''"})
  void what_a_shell_would_read_otherwise_is_quoted(String word, String quoted) {
    assertThat(Shell.quote(word)).isEqualTo(quoted.replace("'''", "'"));
  }

  @Test
  void a_quote_inside_quotes_ends_and_begins_them() {
    assertThat(Shell.quote("it's")).isEqualTo("'it'\\''s'");
    assertThat(Shell.quote("")).isEqualTo("''");
  }

  @Test
  void json_is_exact_for_programs_and_harmless_for_terminals() {
    var value = new Json.Str("\u001b\u202E\"\\\n\t é 😀 \uE000");
    var text = JsonText.of(value);
    assertThat(text).doesNotContain("\u001b", "\u202E", "\uE000").contains("é 😀");
    assertThat(JsonReader.read(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(value);
    assertThat(JsonText.of(new Json.Arr(List.of()))).isEqualTo("[]\n");
  }

  @Test
  void progress_is_silent_for_a_second_then_redrawn_on_a_terminal() {
    var out = new StringWriter();
    var progress = new ProgressLine(new PrintWriter(out), true, 80);
    progress.began("copying", 0);
    progress.tick(SECOND / 2);
    assertThat(out.toString()).isEmpty();
    progress.at("copying", 5_000_000, 20_000_000);
    progress.tick(2 * SECOND);
    assertThat(out.toString()).isEqualTo("\r\u001b[Kcopying 25% (5000 kB of 20 MB) … 2 s");
    progress.close();
    assertThat(out.toString()).endsWith("\r\u001b[K");
    progress.tick(9 * SECOND);
    assertThat(out.toString()).doesNotContain("9 s");
  }

  @Test
  void elsewhere_progress_is_a_line_every_few_seconds() {
    var out = new StringWriter();
    var progress = new ProgressLine(new PrintWriter(out), false, 80);
    progress.began("copying", 0);
    for (int quarter = 1; quarter <= 48; quarter++) {
      progress.tick(quarter * SECOND / 4);
    }
    assertThat(out.toString().lines())
        .containsExactly("copying … 1 s", "copying … 6 s", "copying … 11 s");
    assertThat(out.toString()).doesNotContain("\u001b", "\r");
  }
}
