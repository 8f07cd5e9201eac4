package io.tagtrail.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Text;
import io.tagtrail.server.retention.Linter;
import io.tagtrail.server.retention.RetentionKind;
import io.tagtrail.server.retention.RulesFile;
import io.tagtrail.server.retention.Target;
import io.tagtrail.server.wire.LintTree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Files of retention rules, which come from whoever looks after a registry.
final class RetentionRulesFuzz {
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final int MAX_LENGTH = 2_000;
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final Target TARGET =
      new Target(
          Alias.parse("shop/prod"),
          Location.parse("ghcr.io/acme/shop:prod"),
          Digest.of(new byte[] {1}),
          true,
          List.of(new Target.Kept(1, NOW.minus(Duration.ofDays(9)))),
          NOW.minus(Duration.ofDays(1)),
          NOW.plus(Duration.ofDays(89)),
          1,
          10);

  @FuzzTest
  void rules_are_judged_or_refused_in_words_and_soon(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    long start = System.nanoTime();
    for (var kind : RetentionKind.values()) {
      try {
        var report = Linter.lint(RulesFile.read(text, kind), List.of(TARGET), each -> true, NOW);
        assertThat(report.judged()).hasSize(1);
        assertThat(LintTree.of(report).canonical()).isNotBlank();
      } catch (InvalidValueException e) {
        var message = String.valueOf(e.getMessage());
        assertThat(message).isNotBlank().hasSizeLessThan(MAX_LENGTH);
        assertThat(Text.printable(message)).isEqualTo(message);
      }
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
  }
}
