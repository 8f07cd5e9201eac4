package io.tagtrail.oci.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tagtrail.oci.auth.Challenge;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The headers `WWW-Authenticate` of an answer, one a line.
final class ChallengeFuzz {
  @FuzzTest
  void challenges_are_read_as_far_as_they_can_be_and_mean_the_same_when_written_plainly(
      byte[] bytes) {
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    var challenges = Challenge.parse(List.of(text.split("\n", -1)));
    assertThat(challenges).hasSizeLessThanOrEqualTo(16);
    for (var challenge : challenges) {
      assertThat(challenge.scheme()).isEqualTo(challenge.scheme().toLowerCase(Locale.ROOT));
      if (plain(challenge).length() < 4_000) {
        assertThat(Challenge.parse(List.of(plain(challenge)))).containsExactly(challenge);
      }
    }
  }

  private static String plain(Challenge challenge) {
    return challenge.parameters().entrySet().stream()
        .map(each -> each.getKey() + "=\"" + escaped(each.getValue()) + "\"")
        .collect(Collectors.joining(", ", challenge.scheme() + " ", ""));
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
