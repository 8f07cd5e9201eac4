package io.tagtrail.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.event.Decision;
import io.tagtrail.core.event.Intent;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.model.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What an environment can ask, and how it is written down.
class GatesTest {
  static final Window WEEKEND =
      new Window(
          "weekend",
          Window.Kind.DENY,
          "0 18 * * 5",
          Duration.ofHours(60),
          null,
          null,
          "Europe/Berlin",
          "nobody is here");
  static final Window OPEN =
      new Window(
          "open",
          Window.Kind.ALLOW,
          null,
          null,
          Instant.parse("2026-01-01T00:00:00.123456Z"),
          Instant.parse("2026-02-01T00:00:00Z"),
          "UTC",
          null);

  /// Everything that can be asked.
  static Gates full() {
    return new Gates(
        Duration.ofHours(2),
        List.of(new ApprovalRule(2, "release-managers"), new ApprovalRule(1, null)),
        Duration.ofHours(8),
        List.of(WEEKEND, OPEN),
        Map.of("org.opencontainers.image.licenses", "Apache-*", "team", "*"),
        List.of("https://git.example/acme/*"),
        List.of(new SignatureRule("build", List.of("-----BEGIN PUBLIC KEY-----\nAA\n"))),
        List.of(new Expression("small", "bundle.size < 100", "too large")));
  }

  static Rules prod(Gates gates) {
    return Rules.usual("prod").after("dev").with(gates);
  }

  private static Gates named(int signatures, int rules) {
    return new Gates(
        Duration.ZERO,
        List.of(),
        Gates.DEFAULT_TTL,
        List.of(),
        Map.of(),
        List.of(),
        IntStream.range(0, signatures)
            .mapToObj(i -> new SignatureRule("s" + i, List.of("key")))
            .toList(),
        IntStream.range(0, rules).mapToObj(i -> new Expression("r" + i, "true", null)).toList());
  }

  private static Gates approvals(ApprovalRule... rules) {
    var none = Gates.NONE;
    return new Gates(
        none.soak(),
        List.of(rules),
        none.approvalTtl(),
        List.of(),
        Map.of(),
        List.of(),
        List.of(),
        List.of());
  }

  @Test
  void a_policy_with_everything_is_read_back_as_it_was_written() {
    var policy = Policy.of(Rules.usual("dev"), prod(full()).written(Intent.Write.CALLER));

    var read = Policy.parse(policy.document());

    assertThat(read).isEqualTo(policy);
    assertThat(read.digest()).isEqualTo(policy.digest());
  }

  @Test
  void a_policy_without_gates_has_the_digest_that_it_had_before_there_were_any() {
    var text = new String(Policy.of(Rules.usual("dev")).document().bytes(), StandardCharsets.UTF_8);

    assertThat(text).doesNotContain("gates", "write");
    assertThat(Policy.parse(new Document(Policy.MEDIA_TYPE, text.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(Policy.of(Rules.usual("dev")));
  }

  @Test
  void each_gate_changes_the_digest() {
    var plain = Policy.of(Rules.usual("dev"), Rules.usual("prod").after("dev")).digest();

    assertThat(Policy.of(Rules.usual("dev"), prod(full())).digest()).isNotEqualTo(plain);
    assertThat(Policy.of(Rules.usual("dev"), prod(named(0, 1))).digest()).isNotEqualTo(plain);
  }

  @Test
  void what_is_no_policy_is_not_read_as_one() {
    var policy = Policy.of(Rules.usual("dev")).document();
    var other = new Document("text/plain", policy.bytes());
    var later = new Document(Policy.MEDIA_TYPE, "{\"v\":2}".getBytes(StandardCharsets.UTF_8));
    var senseless =
        new Document(
            Policy.MEDIA_TYPE,
            new String(policy.bytes(), StandardCharsets.UTF_8)
                .replace("PT30S", "yesterday")
                .getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> Policy.parse(other)).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> Policy.parse(later)).hasMessageContaining("version 2");
    assertThatThrownBy(() -> Policy.parse(senseless)).isInstanceOf(JsonException.class);
  }

  @Test
  void a_bundle_cannot_soak_where_no_environment_is_before() {
    assertThatThrownBy(() -> Rules.usual("prod").with(full()))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("soaks");
  }

  @Test
  void so_many_rules_that_a_decision_cannot_hold_them_are_refused() {
    assertThat(named(12, 12).signatures()).hasSize(12);
    assertThatThrownBy(() -> named(12, 13)).isInstanceOf(InvalidValueException.class);
    // Five of every forward move, six of the gates without a name, three of safety, and why an
    // override does not go through.
    assertThat(Gates.MAX_NAMED + 5 + 6 + 3 + 1).isLessThanOrEqualTo(Decision.MAX_CHECKS);
  }

  @Test
  void more_approvals_than_an_event_holds_are_refused() {
    assertThat(approvals(new ApprovalRule(10, "a"), new ApprovalRule(6, "b")).needed())
        .isEqualTo(16);
    assertThatThrownBy(() -> approvals(new ApprovalRule(10, "a"), new ApprovalRule(7, "b")))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> new ApprovalRule(0, null)).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void a_name_that_is_there_twice_or_cannot_be_a_checks_name_is_refused() {
    var rule = new Expression("same", "true", null);

    assertThatThrownBy(() ->
            new Gates(
                Duration.ZERO,
                List.of(),
                Gates.DEFAULT_TTL,
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of(rule, rule)))
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> new Expression("Not This", "true", null))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> new Expression("a".repeat(41), "true", null))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void a_window_returns_or_is_there_once_and_never_both() {
    var hour = Duration.ofHours(1);
    var deny = Window.Kind.DENY;
    var now = Instant.parse("2026-01-01T00:00:00Z");

    assertThatThrownBy(() -> new Window("w", deny, null, null, null, null, "UTC", null))
        .hasMessageContaining("not both");
    assertThatThrownBy(() -> new Window("w", deny, "* * * * *", hour, now, null, "UTC", null))
        .hasMessageContaining("not both");
    assertThatThrownBy(() -> new Window("w", deny, "* * * * *", null, null, null, "UTC", null))
        .hasMessageContaining("duration");
    assertThatThrownBy(() -> new Window("w", deny, null, null, now, now, "UTC", null))
        .hasMessageContaining("ends before");
    assertThatThrownBy(() -> new Window("w", deny, null, null, now, null, "Mars/North", null))
        .hasMessageContaining("time zone");
  }
}
