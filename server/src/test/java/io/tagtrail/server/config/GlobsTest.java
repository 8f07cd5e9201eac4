package io.tagtrail.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class GlobsTest {
  private static final int ROUNDS = 20_000;

  @Test
  void a_star_stands_for_any_characters_and_for_none() {
    assertThat(Globs.matches("pay-*", "pay-api")).isTrue();
    assertThat(Globs.matches("pay-*", "pay-")).isTrue();
    assertThat(Globs.matches("pay-*", "pay")).isFalse();
    assertThat(Globs.matches("*", "")).isTrue();
    assertThat(Globs.matches("a*b*c", "axxbyyc")).isTrue();
    assertThat(Globs.matches("a*b*c", "axxbyyd")).isFalse();
    assertThat(Globs.matches("", "a")).isFalse();
  }

  @Test
  @Timeout(10)
  void a_pattern_made_to_be_slow_is_not() {
    assertThat(Globs.matches("a*".repeat(500) + "b", "a".repeat(4_000))).isFalse();
  }

  @Test
  void what_is_within_another_pattern_matches_nothing_that_the_other_does_not() {
    var random = random();
    int within = 0;
    for (int i = 0; i < ROUNDS; i++) {
      var narrow = glob(random);
      var wide = glob(random);
      if (Globs.within(narrow, wide)) {
        within++;
        for (var text : texts()) {
          assertThat(!Globs.matches(narrow, text) || Globs.matches(wide, text))
              .as("%s within %s, of %s", narrow, wide, text)
              .isTrue();
        }
      }
    }
    assertThat(within).as("the test must have tried some").isGreaterThan(500);
  }

  @Test
  void two_patterns_overlap_where_some_text_is_of_both() {
    var random = random();
    for (int i = 0; i < ROUNDS; i++) {
      var one = glob(random);
      var other = glob(random);
      boolean both =
          texts().stream().anyMatch(text -> Globs.matches(one, text) && Globs.matches(other, text));
      assertThat(Globs.overlap(one, other)).as("%s and %s", one, other).isEqualTo(both);
      assertThat(Globs.overlap(other, one)).isEqualTo(both);
    }
  }

  private static Random random() {
    long seed = Long.getLong("tagtrail.seed", System.nanoTime());
    System.out.println("GlobsTest: -Dtagtrail.seed=" + seed);
    return new Random(seed);
  }

  /// At most two letters and stars between, so that texts of four letters show all there is.
  private static String glob(Random random) {
    var glob = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      glob.append("ab**".charAt(random.nextInt(4)));
    }
    return glob.toString();
  }

  private static List<String> all = List.of();

  private static synchronized List<String> texts() {
    if (all.isEmpty()) {
      var texts = new ArrayList<String>(List.of(""));
      for (int from = 0, length = 0; length < 8; length++) {
        int end = texts.size();
        for (; from < end; from++) {
          texts.add(texts.get(from) + "a");
          texts.add(texts.get(from) + "b");
        }
      }
      all = List.copyOf(texts);
    }
    return all;
  }
}
