package io.tagtrail.server.retention;

import static io.tagtrail.server.retention.LintReport.Level.DIES;
import static io.tagtrail.server.retention.LintReport.Level.OK;
import static io.tagtrail.server.retention.LintReport.Level.UNCLEAR;
import static io.tagtrail.server.retention.Shelf.day;
import static io.tagtrail.server.retention.Shelf.levels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.model.InvalidValueException;
import org.junit.jupiter.api.Test;

final class GarRulesTest {
  private static final Shelf SHOP =
      Shelf.of("shop/prod", "europe-docker.pkg.dev/acme/apps/shop:prod").promoted(60, 30, 2);
  private static final String OLD =
      "{\"name\": \"old\", \"action\": {\"type\": \"Delete\"}, \"condition\": {\"tagState\":"
          + " \"any\", \"olderThan\": \"45d\"}}";

  private static String keep(String what) {
    return "{\"name\": \"keep\", \"action\": {\"type\": \"Keep\"}, " + what + "}";
  }

  @Test
  void what_a_delete_policy_matches_dies_at_its_age() {
    var report = SHOP.lint("[" + OLD + "]");

    assertThat(report.kind()).isEqualTo(RetentionKind.GAR);
    assertThat(levels(report)).containsOnly(DIES);
    assertThat(day(Shelf.of(report, 2))).isEqualTo("2026-06-16");
  }

  @Test
  void keep_wins_over_delete() {
    assertThat(
            levels(
                SHOP.lint(
                    "["
                        + OLD
                        + ", "
                        + keep(
                            "\"condition\": {\"tagState\": \"TAGGED\", \"tagPrefixes\": [\"prod\"]}")
                        + "]")))
        .containsOnly(OK);
  }

  @Test
  void most_recent_versions_keep_so_many_of_each_package() {
    var report =
        SHOP.lint("[" + OLD + ", " + keep("\"mostRecentVersions\": {\"keepCount\": 2}") + "]");

    assertThat(day(Shelf.of(report, 1))).isEqualTo("2026-05-17");
    assertThat(day(Shelf.of(report, 2)))
        .as("its record and its signature are versions too")
        .isEqualTo("2026-06-16");
    assertThat(levels(report)).containsOnly(DIES);
    assertThat(
            levels(
                SHOP.lint(
                    "[" + OLD + ", " + keep("\"mostRecentVersions\": {\"keepCount\": 99}") + "]")))
        .as("all versions count, those of builds too")
        .containsOnly(UNCLEAR);
  }

  @Test
  void a_package_is_named_without_project_and_repository() {
    var only = OLD.replace("\"tagState\"", "\"packageNamePrefixes\": [\"%s\"], \"tagState\"");

    assertThat(levels(SHOP.lint("[" + only.formatted("sho") + "]"))).containsOnly(DIES);
    assertThat(levels(SHOP.lint("[" + only.formatted("apps") + "]"))).containsOnly(OK);
  }

  @Test
  void policies_for_untagged_versions_and_dry_runs_take_nothing() {
    assertThat(levels(SHOP.lint("[" + OLD.replace("\"any\"", "\"untagged\"") + "]")))
        .containsOnly(OK);
    assertThat(
            levels(
                SHOP.lint(
                    "{\"cleanupPolicyDryRun\": true, \"cleanupPolicies\": {\"old\": "
                        + OLD
                        + "}}")))
        .containsOnly(OK);
    assertThat(levels(SHOP.lint("{\"cleanupPolicies\": {\"old\": " + OLD + "}}")))
        .containsOnly(DIES);
  }

  @Test
  void an_action_that_is_none_is_refused_and_a_key_that_is_none_is_said() {
    assertThatThrownBy(() -> SHOP.lint("[" + OLD.replace("Delete", "Destroy") + "]"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("action");
    assertThat(SHOP.lint("[" + OLD.replace("olderThan", "olderThen") + "]").notes())
        .anyMatch(note -> note.contains("olderThen"));
  }

  @Test
  void what_to_write_instead_keeps_everything() {
    var instead = SHOP.lint("[" + OLD + "]").instead().values().iterator().next().getLast();

    assertThat(levels(SHOP.lint("[" + OLD + ", " + instead + "]"))).containsOnly(OK);
  }
}
