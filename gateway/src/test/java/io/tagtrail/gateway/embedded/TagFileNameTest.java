package io.tagtrail.gateway.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Tag;
import java.util.HashMap;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TagFileNameTest {
  private static final String LETTERS = "aAbBzZ09_.-";

  @Test
  void file_names_of_two_tags_differ_in_more_than_case_and_lead_back() {
    long seed = Long.getLong("tagtrail.seed", System.nanoTime());
    var random = new Random(seed);
    var names = new HashMap<String, Tag>();
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder("aA".substring(i % 2, i % 2 + 1));
      for (int n = random.nextInt(6); n > 0; n--) {
        text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
      }
      var tag = new Tag(text.toString());
      var name = TagFileName.of(tag);
      assertThat(name).as("seed %d", seed).isEqualTo(name.toLowerCase(Locale.ROOT));
      assertThat(TagFileName.parse(name)).as("seed %d", seed).contains(tag);
      var other = names.put(name, tag);
      assertThat(other == null || other.equals(tag)).as("seed %d: %s", seed, name).isTrue();
    }
    var longest = new Tag("A".repeat(128));
    assertThat(TagFileName.of(longest)).hasSizeLessThan(255);
    assertThat(TagFileName.parse(TagFileName.of(longest))).contains(longest);
  }

  @Test
  void the_file_of_a_plain_tag_has_its_name() {
    assertThat(TagFileName.of(new Tag("prod.42"))).isEqualTo("prod.42");
    assertThat(TagFileName.of(new Tag("Prod"))).isEqualTo("prod+1");
  }

  @Test
  void other_files_are_no_tags() {
    for (var name : new String[] {".DS_Store", "prod+", "prod+0", "prod+x", "a b", ""}) {
      assertThat(TagFileName.parse(name)).as(name).isEmpty();
    }
  }
}
