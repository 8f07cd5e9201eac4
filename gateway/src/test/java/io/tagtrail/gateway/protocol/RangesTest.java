package io.tagtrail.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangesTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-0,0,0",
    "bytes=10-19,10,19",
    "bytes=90-,90,99",
    "bytes=90-1000,90,99",
    "bytes=-10,90,99",
    "bytes=-1000,0,99"
  })
  void one_range_is_cut_to_what_is_there(String header, long first, long last) {
    assertThat(ByteRange.parse(header, 100)).isEqualTo(new ByteRange.Part(first, last));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=5-4",
        "bytes=-",
        "bytes=0-1,3-4",
        "items=0-1",
        "bytes 0-1",
        "",
        "bytes=9999999999999999999-"
      })
  void what_is_not_one_range_means_the_whole(String header) {
    assertThat(ByteRange.parse(header, 100)).isEqualTo(new ByteRange.Whole());
    assertThat(ByteRange.parse(null, 100)).isEqualTo(new ByteRange.Whole());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0"})
  void a_range_behind_the_end_cannot_be_satisfied(String header) {
    assertThat(ByteRange.parse(header, 100)).isEqualTo(new ByteRange.Unsatisfiable());
    assertThat(ByteRange.parse("bytes=0-", 0)).isEqualTo(new ByteRange.Unsatisfiable());
  }

  @Test
  void the_range_of_a_chunk_has_no_unit() {
    assertThat(ChunkRange.parse("0-9"))
        .isEqualTo(new Outcome.Done<>(Optional.of(new ChunkRange(0, 9))));
    assertThat(ChunkRange.parse(null)).isEqualTo(new Outcome.Done<>(Optional.empty()));
    for (var bad : List.of("bytes 0-9/10", "9-0", "0-", "-1", "a-b", "")) {
      assertThat(ChunkRange.parse(bad)).as(bad).isInstanceOf(Outcome.Refused.class);
    }
  }

  @Test
  void a_page_goes_on_after_its_last_entry_and_says_whether_there_is_more() {
    var all = List.of("a", "b", "c");
    assertThat(Page.ALL.of(all)).isEqualTo(new Page.Slice(all, false));
    assertThat(new Page(2, null).of(all)).isEqualTo(new Page.Slice(List.of("a", "b"), true));
    assertThat(new Page(2, "b").of(all)).isEqualTo(new Page.Slice(List.of("c"), false));
    assertThat(new Page(null, "aa").of(all)).isEqualTo(new Page.Slice(List.of("b", "c"), false));
    assertThat(new Page(0, null).of(all)).isEqualTo(new Page.Slice(List.of(), false));
  }
}
