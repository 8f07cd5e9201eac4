package io.tagtrail.server.retention;

import static io.tagtrail.server.retention.LintReport.Level.DIES;
import static io.tagtrail.server.retention.LintReport.Level.OK;
import static io.tagtrail.server.retention.Shelf.day;
import static io.tagtrail.server.retention.Shelf.levels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.model.InvalidValueException;
import org.junit.jupiter.api.Test;

final class AcrRulesTest {
  private static final Shelf SHOP =
      Shelf.of("shop/prod", "acme.azurecr.io/shop:prod").promoted(60, 30, 2);

  @Test
  void a_purge_takes_the_tags_that_match_when_they_are_old() {
    var report = SHOP.lint("acr purge --filter 'shop:.*' --ago 45d --untagged");

    assertThat(report.kind()).isEqualTo(RetentionKind.ACR);
    assertThat(day(Shelf.of(report, 1))).isEqualTo("2026-05-17");
    assertThat(levels(report)).containsOnly(DIES);
    assertThat(((Fate.Lost) report.judged().getFirst().fate()).loss()).isEqualTo(Fate.Loss.BUNDLE);
  }

  @Test
  void without_untagged_the_manifest_stays_and_the_keep_tag_is_gone() {
    var report = SHOP.lint("acr purge --filter 'shop:.*' --ago 1d");

    assertThat(((Fate.Lost) report.judged().getFirst().fate()).loss()).isEqualTo(Fate.Loss.TAGS);
  }

  @Test
  void the_name_of_the_repository_is_matched_whole_and_the_tag_anywhere() {
    assertThat(levels(SHOP.lint("acr purge --filter 'sho:.*' --ago 1d"))).containsOnly(OK);
    assertThat(levels(SHOP.lint("acr purge --filter '.*:^v' --ago 1d"))).containsOnly(OK);
    assertThat(levels(SHOP.lint("acr purge --filter '.*:rod' --ago 1d"))).containsOnly(DIES);
  }

  @Test
  void commands_are_found_in_a_task_and_within_the_quotes_of_another_command() {
    assertThat(
            levels(
                SHOP.lint(
                    """
                    version: v1.1.0
                    steps:
                      # acr purge --filter '.*:.*' --ago 0d
                      - cmd: acr purge --filter 'other:.*' --ago 1d
                      - cmd: >
                          acr purge
                            --filter "shop:^prod"
                            --ago 10d
                    """)))
        .containsOnly(DIES);
    assertThat(
            levels(
                SHOP.lint(
                    "PURGE_CMD=\"acr purge --filter 'shop:.*' \\\n  --untagged --ago 1d\"\n"
                        + "az acr task create --name p --cmd \"$PURGE_CMD\" --schedule '0 0 * * *'")))
        .containsOnly(DIES);
  }

  @Test
  void keep_spares_the_newest_of_those_that_would_go() {
    var report = SHOP.lint("acr purge --filter 'shop:.*' --ago 1d --keep 3");

    // prod and prod.3 and prod.2 are newer.
    assertThat(day(Shelf.of(report, 1))).isEqualTo("2026-04-03");
    assertThat(day(Shelf.of(report, 2))).endsWith("and 1 more");
  }

  @Test
  void the_policy_for_untagged_manifests_leaves_what_has_a_keep_tag() {
    assertThat(levels(SHOP.lint("{\"days\": 7, \"status\": \"enabled\"}"))).containsOnly(OK);
  }

  @Test
  void what_is_not_known_or_does_not_run_is_said() {
    assertThat(SHOP.lint("acr purge --filter 'shop:.*' --ago 1d --dry-run").notes())
        .anyMatch(note -> note.contains("--dry-run"));
    assertThat(SHOP.lint("acr purge --filter 'shop:.*' --ago 1d --sparkle").notes())
        .anyMatch(note -> note.contains("--sparkle"));
    assertThatThrownBy(() -> SHOP.lint("acr purge --filter shop --ago 1d"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("repository:pattern");
  }

  @Test
  void what_to_write_instead_keeps_everything() {
    var instead = SHOP.lint("acr purge --filter 'shop:.*' --ago 1d").instead();

    assertThat(
            levels(
                SHOP.lint("acr purge " + instead.values().iterator().next().get(1) + " --ago 1d")))
        .containsOnly(OK);
  }
}
