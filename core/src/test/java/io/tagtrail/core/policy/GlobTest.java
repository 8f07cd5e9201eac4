package io.tagtrail.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Patterns for whole texts.
class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "https://git.example/acme/*,https://git.example/acme/shop,true",
    "https://git.example/acme/*,https://git.example/acme/,true",
    "https://git.example/acme/*,https://git.example/acme-evil/shop,false",
    "https://git.example/acme/*,xhttps://git.example/acme/shop,false",
    "*/shop,a/b/shop,true",
    "a*b*c,axxbyyc,true",
    "a*b*c,axxbyyc1,false",
    "a?c,abc,true",
    "a?c,ac,false",
    "a.c,abc,false",
    "[ab],a,false",
    "*,'',true",
    "'','',true",
    "'',a,false",
  })
  void a_star_stands_for_anything_and_all_else_for_itself(
      String glob, String text, boolean matches) {
    assertThat(Glob.matches(glob, text)).isEqualTo(matches);
  }

  @Test
  @Timeout(5)
  void many_stars_do_not_take_for_ever() {
    assertThat(Glob.matches("*a".repeat(400) + "b", "a".repeat(1000))).isFalse();
  }

  @Test
  void a_time_is_told_by_its_two_largest_units() {
    assertThat(Soak.told(Duration.ofSeconds(7))).isEqualTo("7 s");
    assertThat(Soak.told(Duration.ofMinutes(90))).isEqualTo("1 h 30 min");
    assertThat(Soak.told(Duration.ofDays(2))).isEqualTo("2 d");
  }
}
