package io.tagtrail.server.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.policy.Evaluators.Said;
import io.tagtrail.core.policy.Expression;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class CelTest {
  private static final Json.Obj VARIABLES =
      new ObjectBuilder()
          .put(
              "event",
              new ObjectBuilder()
                  .put("application", "shop")
                  .put("environment", "prod")
                  .put("kind", "promotion")
                  .put("time", "2026-11-22T00:00:00.000Z")
                  .put(
                      "mover",
                      new ObjectBuilder().put("kind", "workload").put("status", "verified").build())
                  .put("source", new ObjectBuilder().put("status", "claimed").build())
                  .build())
          .put(
              "bundle",
              new ObjectBuilder()
                  .put("digest", "sha256:" + "1".repeat(64))
                  .put("size", 700L)
                  .put(
                      "annotations",
                      new ObjectBuilder().put("org.opencontainers.image.version", "1.4.1").build())
                  .build())
          .put(
              "history",
              new Json.Arr(
                  List.of(
                      new ObjectBuilder()
                          .put("sequence", 41L)
                          .put("since", "2026-11-20T00:00:00.000Z")
                          .put("rolledBack", false)
                          .build())))
          .build();

  private final LibraryEvaluators evaluators = new LibraryEvaluators(SignatureChecks.NONE);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event.application == 'shop' && event.mover.kind == 'workload'",
        "bundle.annotations['org.opencontainers.image.version'].matches('^1[.]')",
        "bundle.size < 1000",
        "history.size() == 1 && !history[0].rolledBack",
        "!has(event.release)",
        "!has(event.source.repository) || event.source.repository.startsWith('https://')",
        "timestamp(event.time) - timestamp(history[0].since) > duration('24h')",
        "timestamp(event.time).getDayOfWeek('Europe/Berlin') == 0",
        "history.all(past, past.sequence > 1)",
        "event.environment.size() == 4 ? true : false",
      })
  void rules_see_event_bundle_and_history(String cel) {
    assertThat(said(cel)).isEqualTo(new Said.Yes());
  }

  @Test
  void what_is_not_true_says_so_in_the_words_of_the_rule() {
    assertThat(said("event.application == 'blog'"))
        .isEqualTo(new Said.No("the rule is not true of it"));
    assertThat(
            evaluators.expression(
                new Expression("own", "bundle.size > 1000", "too small to be whole"), VARIABLES))
        .isEqualTo(new Said.No("too small to be whole"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event.source.repository == 'x'",
        "bundle.annotations['nothing'] == 'x'",
        "history[7].sequence == 1",
        "1 / (bundle.size - 700) == 1",
        "event.reason.startsWith('x')",
      })
  void what_has_no_value_is_unknown_and_never_true(String cel) {
    assertThat(said(cel)).isInstanceOf(Said.Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event.enviroment == 'prod'",
        "event.mover.name == 'x'",
        "'a' in event.mover.groups",
        "bundle.annotation == 'x'",
        "history[0].digets == 'x'",
        "nothing == 1",
        "claims.x == 1",
        "event.application",
        "bundle.size + 1",
        "event.application == ",
        "event.application == 1",
        "1",
        "((((",
        "",
      })
  void what_is_misspelt_or_not_a_condition_is_found_when_it_is_read(String cel) {
    assertThatThrownBy(() -> Cel.rules().check(cel)).isInstanceOf(InvalidValueException.class);
    if (!cel.isEmpty()) {
      assertThat(said(cel)).isInstanceOf(Said.Unknown.class);
    }
  }

  @Test
  void the_cost_of_an_expression_is_bounded() {
    var twenty = "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]";
    var nested = "true";
    for (char name = 'a'; name < 'k'; name++) {
      nested = "%s.all(%s, %s)".formatted(twenty, name, nested);
    }
    assertThat(said(nested)).isInstanceOf(Said.Unknown.class);
    assertThat(said("event.application.matches('(a{1,900}){1,900}')"))
        .isInstanceOf(Said.Unknown.class);
    assertThat(said("(".repeat(2000) + "true" + ")".repeat(2000))).isInstanceOf(Said.Unknown.class);
    assertThatThrownBy(() -> Cel.rules().check("true || " + "x".repeat(5000)))
        .hasMessageContaining("at most");
  }

  @Test
  void conditions_of_rights_see_identity_claims_and_alias() {
    assertThatCode(() ->
            Cel.grants()
                .check(
                    "identity.kind == 'workload' && claims.repository == 'acme/shop'"
                        + " && alias.environment == 'prod' && 'x' in identity.groups"))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> Cel.grants().check("identity.name == 'x'"))
        .hasMessageContaining("name");
    var variables =
        Map.of(
            "claims",
            CelValues.ofClaims(
                Map.of("n", 3, "deep", Map.of("list", List.of("a", 1L)), "on", true)));
    assertThat(
            Cel.grants()
                .evaluate("claims.n == 3 && claims.deep.list[1] == 1 && claims.on", variables))
        .isEqualTo(new Cel.Answer.True());
    assertThat(Cel.grants().evaluate("claims.nothing == 'x'", variables))
        .isInstanceOf(Cel.Answer.Failed.class);
    assertThat(Cel.grants().evaluate("claims.n", variables)).isInstanceOf(Cel.Answer.Failed.class);
  }

  @Test
  void a_message_is_short_and_printable() {
    assertThatThrownBy(() -> Cel.rules().check("event.\u202Ex == '" + "y".repeat(3000)))
        .satisfies(e ->
            assertThat(String.valueOf(e.getMessage()))
                .hasSizeLessThan(400)
                .doesNotContain("\u202E"));
  }

  private Said said(String cel) {
    return evaluators.expression(new Expression("own", cel, null), VARIABLES);
  }
}
