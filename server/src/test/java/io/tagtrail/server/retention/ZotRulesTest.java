package io.tagtrail.server.retention;

import static io.tagtrail.server.retention.LintReport.Level.DIES;
import static io.tagtrail.server.retention.LintReport.Level.OK;
import static io.tagtrail.server.retention.Shelf.day;
import static io.tagtrail.server.retention.Shelf.levels;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ZotRulesTest {
  private static final Shelf SHOP =
      Shelf.of("shop/prod", "zot.example.com/acme/shop:prod").promoted(60, 30, 2);

  private static String policies(String policies) {
    return "{\"storage\": {\"rootDirectory\": \"/var/lib/zot\", \"gc\": true, \"retention\":"
        + " {\"delay\": \"24h\", \"policies\": ["
        + policies
        + "]}}, \"http\": {}}";
  }

  @Test
  void a_keep_tag_that_no_pattern_matches_is_deleted_at_the_next_run() {
    var report =
        SHOP.lint(
            policies(
                "{\"repositories\": [\"**\"], \"keepTags\": [{\"patterns\": [\"^v.*\", \"^prod$\"]}]}"));

    assertThat(report.kind()).isEqualTo(RetentionKind.ZOT);
    assertThat(levels(report)).containsExactly(DIES, DIES, OK);
    var first = (Fate.Lost) report.judged().getFirst().fate();
    assertThat(first.rule()).isEqualTo("storage.retention.policies[0].keepTags");
    assertThat(first.why()).contains("prod.1");
    assertThat(((Fate.When.At) first.when()).time()).isEqualTo(Shelf.NOW);
  }

  @Test
  void a_pattern_is_found_anywhere_in_the_tag() {
    assertThat(
            levels(
                SHOP.lint(
                    policies(
                        "{\"repositories\": [\"acme/*\"], \"keepTags\": [{\"patterns\":"
                            + " [\"prod\"]}]}"))))
        .containsOnly(OK);
  }

  @Test
  void without_a_policy_or_without_keep_tags_all_tags_stay() {
    assertThat(levels(SHOP.lint("{\"storage\": {\"gc\": true}}"))).containsOnly(OK);
    assertThat(
            levels(SHOP.lint(policies("{\"repositories\": [\"**\"], \"deleteUntagged\": true}"))))
        .containsOnly(OK);
    assertThat(
            levels(
                SHOP.lint(
                    policies(
                        "{\"repositories\": [\"other/**\"], \"keepTags\": [{\"patterns\": [\"x\"]}]}"))))
        .containsOnly(OK);
  }

  @Test
  void the_first_policy_for_the_repository_holds() {
    assertThat(
            levels(
                SHOP.lint(
                    policies(
                        "{\"repositories\": [\"acme/shop\"], \"keepTags\": [{\"patterns\":"
                            + " [\"^prod\"]}]}, {\"repositories\": [\"**\"], \"keepTags\":"
                            + " [{\"patterns\": [\"^v\"]}]}"))))
        .containsOnly(OK);
  }

  @Test
  void what_is_pushed_within_dies_that_long_after_its_push_also_while_it_is_live() {
    var report =
        SHOP.lint(
            policies(
                "{\"repositories\": [\"**\"], \"keepTags\": [{\"patterns\": [\"^prod\"],"
                    + " \"pushedWithin\": \"720h\"}]}"));

    assertThat(levels(report)).containsExactly(DIES, DIES, DIES);
    assertThat(day(report.judged().get(0))).isEqualTo("2026-05-02");
    assertThat(day(report.judged().get(2))).isEqualTo("2026-06-29");
  }

  @Test
  void rules_of_one_keep_tags_keep_what_any_of_them_keeps() {
    var report =
        SHOP.lint(
            policies(
                "{\"repositories\": [\"**\"], \"keepTags\": [{\"patterns\": [\"^prod([.]|$)\"],"
                    + " \"pushedWithin\": \"24h\", \"mostRecentlyPushedCount\": 100}]}"));

    assertThat(levels(report)).containsOnly(OK);
  }

  @Test
  void a_count_counts_the_tags_of_all_bundles_and_not_the_bundles() {
    var report =
        SHOP.lint(
            policies(
                "{\"repositories\": [\"**\"], \"keepTags\": [{\"patterns\": [\"^prod\"],"
                    + " \"mostRecentlyPushedCount\": 3}]}"));

    // prod and prod.3, then prod.2: prod.1 is the fourth.
    assertThat(day(report.judged().get(0))).isEqualTo("0 more");
    assertThat(day(report.judged().get(1))).isEqualTo("1 more");
    assertThat(levels(report)).containsOnly(DIES);
  }

  @Test
  void sub_paths_have_rules_of_their_own_and_collect_nothing_unless_they_say_so() {
    var file =
        "{\"storage\": {\"retention\": {\"policies\": [{\"repositories\": [\"**\"], \"keepTags\":"
            + " [{\"patterns\": [\"^v\"]}]}]}, \"subPaths\": {\"/acme\": {\"rootDirectory\":"
            + " \"/b\"%s}}}}";

    assertThat(levels(SHOP.lint(file.formatted("")))).containsOnly(OK);
    assertThat(
            levels(
                SHOP.lint(
                    file.formatted(
                        ", \"gc\": true, \"retention\": {\"policies\": [{\"repositories\":"
                            + " [\"acme/**\"], \"keepTags\": [{\"patterns\": [\"^x\"]}]}]}"))))
        .containsOnly(DIES);
  }

  @Test
  void a_dry_run_and_a_registry_that_does_not_collect_delete_nothing() {
    var policy = "{\"repositories\": [\"**\"], \"keepTags\": [{\"patterns\": [\"^v\"]}]}";
    assertThat(levels(SHOP.lint(policies(policy).replace("\"gc\": true", "\"gc\": false"))))
        .containsOnly(OK);
    assertThat(
            levels(SHOP.lint(policies(policy).replace("\"delay\"", "\"dryRun\": true, \"delay\""))))
        .containsOnly(OK);
  }

  @Test
  void a_key_of_an_older_form_is_said_and_not_left_out_in_silence() {
    var report =
        SHOP.lint(policies("{\"repoNames\": [\"**\"], \"keepTags\": [{\"patterns\": [\"^v\"]}]}"));

    assertThat(report.notes())
        .anyMatch(note -> note.contains("repoNames"))
        .anyMatch(note -> note.contains("names no repositories"));
  }

  @Test
  void keys_are_read_in_any_case_and_yaml_is_read_too() {
    var report =
        SHOP.lint(
            """
            storage:
              GC: true
              retention:
                policies:
                  - Repositories: ["**"]
                    keeptags:
                      - patterns: ["^v"]
            """);

    assertThat(report.notes()).isEmpty();
    assertThat(levels(report)).containsOnly(DIES);
  }

  @Test
  void what_to_write_instead_keeps_everything() {
    var bad = "{\"repositories\": [\"**\"], \"keepTags\": [{\"patterns\": [\"^v\"]}]}";
    var instead = SHOP.lint(policies(bad)).instead().values().iterator().next().getLast();

    assertThat(
            levels(
                SHOP.lint(
                    policies(bad.replace("\"keepTags\": [", "\"keepTags\": [" + instead + ", ")))))
        .containsOnly(OK);
  }
}
