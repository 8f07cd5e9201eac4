package io.tagtrail.server.retention;

import static io.tagtrail.server.retention.LintReport.Level.DIES;
import static io.tagtrail.server.retention.LintReport.Level.OK;
import static io.tagtrail.server.retention.LintReport.Level.UNCLEAR;
import static io.tagtrail.server.retention.Shelf.day;
import static io.tagtrail.server.retention.Shelf.levels;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class GhcrRulesTest {
  private static final Shelf SHOP =
      Shelf.of("shop/prod", "ghcr.io/acme/shop:prod").promoted(60, 30, 2);

  private static String step(String uses, String... with) {
    return "on:\n  schedule:\n    - cron: '0 0 * * *'\njobs:\n  clean:\n    runs-on: ubuntu-latest\n"
        + "    steps:\n      - uses: actions/checkout@v5\n      - uses: "
        + uses
        + "\n        with:\n          "
        + String.join("\n          ", with)
        + "\n";
  }

  @Test
  void the_newest_so_many_versions_stay_and_no_pattern_of_tags_spares_another() {
    var report =
        SHOP.lint(
            step(
                "actions/delete-package-versions@v5",
                "package-name: shop",
                "package-type: container",
                "min-versions-to-keep: 2",
                "ignore-versions: '^prod'"));

    assertThat(report.kind()).isEqualTo(RetentionKind.GHCR);
    assertThat(day(Shelf.of(report, 1))).isEqualTo("0 more");
    assertThat(day(Shelf.of(report, 3)))
        .as("what was attached to it is newer than it, and counts")
        .isEqualTo("0 more");
    assertThat(levels(report)).containsOnly(DIES);
    assertThat(report.notes()).anyMatch(note -> note.contains("digests, not tags"));
  }

  @Test
  void untagged_versions_alone_are_no_danger_but_to_the_children_of_an_index() {
    var file =
        step(
            "actions/delete-package-versions@v5",
            "package-name: 'sh*'",
            "package-type: container",
            "min-versions-to-keep: 0",
            "delete-only-untagged-versions: 'true'");

    assertThat(levels(SHOP.lint(file))).containsOnly(OK);
    var index = Shelf.of("shop/prod", "ghcr.io/acme/shop:prod").indexes().promoted(60, 30, 2);
    assertThat(levels(index.lint(file))).containsOnly(DIES);
  }

  @Test
  void without_a_minimum_every_run_takes_the_oldest() {
    assertThat(
            levels(
                SHOP.lint(
                    step(
                        "actions/delete-package-versions@v5",
                        "package-name: shop",
                        "package-type: container"))))
        .containsOnly(UNCLEAR);
  }

  @Test
  void another_package_and_another_kind_of_package_are_left() {
    assertThat(
            levels(
                SHOP.lint(
                    step(
                        "actions/delete-package-versions@v5",
                        "package-name: web",
                        "package-type: container",
                        "min-versions-to-keep: 0"))))
        .containsOnly(OK);
  }

  @Test
  void a_version_goes_if_all_its_tags_match_and_stays_for_one_that_protects() {
    var all =
        step(
            "snok/container-retention-policy@v3.0.1",
            "account: acme",
            "token: ${{ secrets.PAT }}",
            "image-names: shop",
            "image-tags: 'prod*'",
            "tag-selection: tagged",
            "cut-off: 6w 3d");
    var report = SHOP.lint(all);
    assertThat(day(Shelf.of(report, 1))).isEqualTo("2026-05-17");
    assertThat(levels(report)).containsOnly(DIES);

    assertThat(levels(SHOP.lint(all.replace("'prod*'", "'prod* !prod.*'")))).containsOnly(OK);
    // The live one has prod.3 and prod: one of them does not match.
    assertThat(levels(SHOP.lint(all.replace("'prod*'", "'prod.*'"))))
        .containsExactly(DIES, DIES, OK);
    assertThat(levels(SHOP.lint(all.replace("names: shop", "names: '!shop'")))).containsOnly(OK);
  }

  @Test
  void the_children_of_an_index_are_spared_from_3_1_on() {
    var index = Shelf.of("shop/prod", "ghcr.io/acme/shop:prod").indexes().promoted(60, 30, 2);
    var uses = "snok/container-retention-policy@";
    var with = new String[] {"image-names: shop", "image-tags: '!prod*'", "cut-off: 1d"};

    assertThat(levels(index.lint(step(uses + "v3.0.1", with)))).containsOnly(DIES);
    assertThat(levels(index.lint(step(uses + "v3.1.0", with)))).containsOnly(OK);
    assertThat(levels(index.lint(step(uses + "d3bdcf5c0c1", with)))).containsOnly(UNCLEAR);
  }

  @Test
  void version_two_of_it_is_not_guessed_and_a_dry_run_deletes_nothing() {
    var old = step("snok/container-retention-policy@v2", "image-names: shop", "cut-off: 4w");
    assertThat(levels(SHOP.lint(old))).containsOnly(UNCLEAR);

    var dry =
        step(
            "snok/container-retention-policy@v3",
            "image-names: shop",
            "cut-off: 4w",
            "dry-run: true");
    var report = SHOP.lint(dry);
    assertThat(levels(report)).containsOnly(OK);
    assertThat(report.notes()).anyMatch(note -> note.contains("dry-run"));
  }

  @Test
  void another_action_that_may_delete_is_said() {
    assertThat(SHOP.lint(step("dataaxiom/ghcr-cleanup-action@v1", "older-than: 1 day")).notes())
        .anyMatch(note -> note.contains("dataaxiom/ghcr-cleanup-action"));
  }

  @Test
  void what_to_write_instead_keeps_everything() {
    var bad = step("snok/container-retention-policy@v3", "image-names: shop", "cut-off: 4w");
    var instead = SHOP.lint(bad).instead().values().iterator().next();

    assertThat(
            levels(
                SHOP.lint(
                    step(
                        "snok/container-retention-policy@v3",
                        "image-names: shop",
                        "cut-off: 4w",
                        instead.get(1),
                        instead.get(2)))))
        .containsOnly(OK);
  }
}
