package io.tagtrail.oci.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChallengeTest {
  private static List<Challenge> parse(String... headers) {
    return Challenge.parse(List.of(headers));
  }

  @Test
  void a_bearer_challenge_has_its_parameters() {
    assertThat(
            parse(
                "Bearer realm=\"https://auth.example/token\",service=\"reg.example\","
                    + "scope=\"repository:a/b:pull,push\""))
        .containsExactly(
            new Challenge(
                "bearer",
                Map.of(
                    "realm",
                    "https://auth.example/token",
                    "service",
                    "reg.example",
                    "scope",
                    "repository:a/b:pull,push")));
  }

  @Test
  void several_challenges_in_one_header_are_told_apart() {
    assertThat(parse("Negotiate abc==, Basic realm=\"a, b\" , Bearer realm=x, service = \"y\""))
        .extracting(Challenge::scheme)
        .containsExactly("negotiate", "basic", "bearer");
  }

  @Test
  void several_headers_are_read_in_order() {
    assertThat(parse("Basic realm=\"x\"", "BEARER realm=\"y\""))
        .extracting(Challenge::scheme)
        .containsExactly("basic", "bearer");
  }

  @Test
  void escapes_in_quotes_are_undone() {
    assertThat(parse("Basic realm=\"a \\\"b\\\" \\\\ c\"").getFirst().parameters())
        .containsEntry("realm", "a \"b\" \\ c");
  }

  @Test
  void a_scheme_alone_is_a_challenge() {
    assertThat(parse("Basic")).containsExactly(new Challenge("basic", Map.of()));
  }

  @Test
  void of_a_parameter_that_is_there_twice_the_first_counts() {
    assertThat(parse("Bearer realm=\"a\", realm=\"b\"").getFirst().parameters())
        .containsEntry("realm", "a");
  }

  @Test
  void nothing_from_outside_makes_it_throw_or_run_on() {
    long seed = Long.getLong("tagtrail.seed", System.nanoTime());
    System.out.println("ChallengeTest seed " + seed);
    var random = new Random(seed);
    var alphabet = "Bearer Basic realm=\"\\\",; \t=ab\u0000é";
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(60); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(parse(text.toString())).hasSizeLessThanOrEqualTo(16);
    }
    assertThat(parse("a,".repeat(100_000))).isEmpty();
  }
}
