package io.tagtrail.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GatheredTest {
  private static Gathered filled(long said, int most, int comes) {
    var gathered = new Gathered(said, most);
    for (int left = comes; left > 0; left -= 8_192) {
      assertThat(gathered.add(new byte[8_192], Math.min(left, 8_192))).isTrue();
    }
    return gathered;
  }

  @Test
  void a_body_of_a_known_length_is_held_once() {
    var gathered = filled(1_000_003, 3 << 20, 1_000_003);
    assertThat(gathered.held()).isEqualTo(1_000_003);
    assertThat(gathered.whole()).hasSize(1_000_003).isSameAs(gathered.whole());
  }

  @Test
  void what_is_only_announced_takes_no_room() {
    assertThat(new Gathered(3 << 20, 3 << 20).held()).isEqualTo(8_192);
    assertThat(filled(3 << 20, 3 << 20, 100_000).held()).isLessThan(3 * 100_000);
    assertThat(new Gathered(Long.MAX_VALUE, 3 << 20).held()).isEqualTo(8_192);
  }

  @Test
  void no_more_is_held_than_may_come() {
    var gathered = filled(-1, 100_000, 100_000);
    assertThat(gathered.held()).isEqualTo(100_000);
    assertThat(gathered.add(new byte[1], 1)).isFalse();
    assertThat(gathered.whole()).hasSize(100_000);
  }

  @Test
  void the_bytes_are_those_that_came() {
    var gathered = new Gathered(-1, 10);
    assertThat(gathered.add(new byte[] {1, 2, 9, 9}, 2)).isTrue();
    assertThat(gathered.add(new byte[] {3}, 1)).isTrue();
    assertThat(gathered.whole()).containsExactly(1, 2, 3);
    assertThat(new Gathered(0, 10).whole()).isEmpty();
  }
}
