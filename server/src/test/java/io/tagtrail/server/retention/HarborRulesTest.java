package io.tagtrail.server.retention;

import static io.tagtrail.server.retention.LintReport.Level.DIES;
import static io.tagtrail.server.retention.LintReport.Level.OK;
import static io.tagtrail.server.retention.LintReport.Level.UNCLEAR;
import static io.tagtrail.server.retention.Shelf.day;
import static io.tagtrail.server.retention.Shelf.levels;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HarborRulesTest {
  private static final Shelf SHOP =
      Shelf.of("shop/prod", "harbor.example.com/acme/shop:prod").promoted(60, 30, 2);

  private static String rule(String template, String params, String tags, String repository) {
    return ("{\"disabled\": false, \"action\": \"retain\", \"template\": \"%s\", \"params\": {%s},"
            + " \"tag_selectors\": [{\"kind\": \"doublestar\", \"decoration\": \"matches\","
            + " \"pattern\": \"%s\", \"extras\": \"{\\\"untagged\\\":false}\"}],"
            + " \"scope_selectors\": {\"repository\": [{\"kind\": \"doublestar\", \"decoration\":"
            + " \"repoMatches\", \"pattern\": \"%s\"}]}}")
        .formatted(template, params, tags, repository);
  }

  private static String policy(String rules) {
    return "{\"id\": 1, \"algorithm\": \"or\", \"rules\": ["
        + rules
        + "], \"trigger\": {\"kind\": \"Schedule\", \"settings\": {\"cron\": \"0 0 0 * * *\"},"
        + " \"references\": {}}, \"scope\": {\"level\": \"project\", \"ref\": 3}}";
  }

  @Test
  void what_no_rule_of_its_repository_retains_is_deleted_with_all_its_tags() {
    var report = SHOP.lint(policy(rule("always", "", "v*", "**")));

    assertThat(report.kind()).isEqualTo(RetentionKind.HARBOR);
    assertThat(levels(report)).containsOnly(DIES);
    assertThat(((Fate.Lost) report.judged().getFirst().fate()).loss()).isEqualTo(Fate.Loss.BUNDLE);
  }

  @Test
  void a_repository_that_no_rule_is_for_is_left_alone() {
    assertThat(levels(SHOP.lint(policy(rule("always", "", "v*", "other"))))).containsOnly(OK);
  }

  @Test
  void a_repository_is_matched_without_its_project() {
    assertThat(levels(SHOP.lint(policy(rule("always", "", "v*", "shop"))))).containsOnly(DIES);
  }

  @Test
  void one_retaining_rule_is_enough() {
    assertThat(
            levels(
                SHOP.lint(
                    policy(
                        rule("latestPushedK", "\"latestPushedK\": 1", "v*", "**")
                            + ","
                            + rule("always", "", "prod*", "**")))))
        .containsOnly(OK);
  }

  @Test
  void days_since_the_push_are_of_the_newest_tag() {
    var report =
        SHOP.lint(policy(rule("nDaysSinceLastPush", "\"nDaysSinceLastPush\": 45", "**", "**")));

    assertThat(levels(report)).containsOnly(DIES);
    assertThat(day(Shelf.of(report, 1))).isEqualTo("2026-05-17");
    assertThat(day(Shelf.of(report, 3))).isEqualTo("2026-07-14");
  }

  @Test
  void a_count_is_a_danger_while_the_alias_itself_can_reach_it() {
    var report = SHOP.lint(policy(rule("latestPushedK", "\"latestPushedK\": 5", "**", "**")));
    assertThat(day(Shelf.of(report, 1))).isEqualTo("3 more");
    assertThat(levels(report)).containsOnly(DIES);

    var short5 =
        Shelf.of("shop/prod", "harbor.example.com/acme/shop:prod")
            .window(90, 3)
            .promoted(60, 30, 2);
    var own = policy(rule("latestPushedK", "\"latestPushedK\": 5", "{prod,prod.*}", "**"));
    assertThat(levels(short5.lint(own))).containsOnly(OK);
    assertThat(levels(short5.lint(own.replace("untagged\\\":false", "untagged\\\":true"))))
        .as("records and signatures are counted with what has no tag")
        .containsOnly(DIES);
    assertThat(levels(short5.lint(own.replace("{prod,prod.*}", "**"))))
        .as("builds push into it too")
        .containsOnly(UNCLEAR);
  }

  @Test
  void a_missing_parameter_is_harbors_default() {
    var report = SHOP.lint(policy(rule("nDaysSinceLastPush", "", "**", "**")));

    assertThat(day(Shelf.of(report, 1))).isEqualTo("2026-05-02");
  }

  @Test
  void what_is_disabled_unknown_or_without_a_schedule_is_said() {
    var report =
        SHOP.lint(
            policy(
                    rule("always", "", "prod", "**")
                            .replace("false, \"action\"", "true, \"action\"")
                        + ","
                        + rule("nothingKnown", "", "**", "**"))
                .replace("0 0 0 * * *", ""));

    assertThat(levels(report)).containsOnly(UNCLEAR);
    assertThat(report.notes())
        .anyMatch(note -> note.contains("disabled"))
        .anyMatch(note -> note.contains("no schedule"));
  }

  @Test
  void what_to_write_instead_keeps_everything() {
    var bad = rule("always", "", "v*", "**");
    var instead = SHOP.lint(policy(bad)).instead().values().iterator().next().getLast();

    assertThat(levels(SHOP.lint(policy(bad + "," + instead)))).containsOnly(OK);
  }
}
