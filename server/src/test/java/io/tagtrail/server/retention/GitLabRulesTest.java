package io.tagtrail.server.retention;

import static io.tagtrail.server.retention.LintReport.Level.DIES;
import static io.tagtrail.server.retention.LintReport.Level.OK;
import static io.tagtrail.server.retention.Shelf.day;
import static io.tagtrail.server.retention.Shelf.levels;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class GitLabRulesTest {
  private static final Shelf SHOP =
      Shelf.of("shop/prod", "registry.gitlab.com/acme/shop:prod").promoted(100, 80, 2);
  private static final String USUAL =
      "{\"cadence\": \"1d\", \"enabled\": true, \"keep_n\": 1, \"older_than\": \"90d\","
          + " \"name_regex\": \".*\", \"name_regex_keep\": null, \"next_run_at\":"
          + " \"2026-06-02T00:00:00Z\"}";

  @Test
  void tags_beyond_the_count_go_at_their_age() {
    var report = SHOP.lint(USUAL);

    assertThat(report.kind()).isEqualTo(RetentionKind.GITLAB);
    assertThat(report.notes()).isEmpty();
    assertThat(day(Shelf.of(report, 1))).isEqualTo("2026-05-22");
    assertThat(day(Shelf.of(report, 2))).isEqualTo("2026-06-11");
    assertThat(levels(report)).containsOnly(DIES);
  }

  @Test
  void what_is_to_be_kept_by_its_name_is_matched_whole() {
    assertThat(levels(SHOP.lint(USUAL.replace("null", "\"prod\""))))
        .containsExactly(DIES, DIES, OK);
    assertThat(levels(SHOP.lint(USUAL.replace("null", "\"prod.*\"")))).containsOnly(OK);
  }

  @Test
  void a_policy_that_is_off_or_names_nothing_removes_nothing() {
    assertThat(levels(SHOP.lint(USUAL.replace("true", "false")))).containsOnly(OK);
    var none = SHOP.lint(USUAL.replace("\".*\"", "\"\""));
    assertThat(levels(none)).containsOnly(OK);
    assertThat(none.notes()).anyMatch(note -> note.contains("removes nothing"));
  }

  @Test
  void it_is_found_within_a_project_too() {
    assertThat(levels(SHOP.lint("{\"container_expiration_policy\": " + USUAL + "}")))
        .containsOnly(DIES);
    assertThat(
            SHOP.lint(
                    "{\"container_expiration_policy\": " + USUAL.replace("keep_n", "keep_m") + "}")
                .notes())
        .anyMatch(note -> note.contains("keep_m"));
  }

  @Test
  void what_to_write_instead_keeps_everything() {
    var instead = SHOP.lint(USUAL).instead().values().iterator().next().getLast();

    assertThat(
            levels(SHOP.lint(USUAL.replace("null", "\"" + instead.replace("\\", "\\\\") + "\""))))
        .containsOnly(OK);
  }
}
