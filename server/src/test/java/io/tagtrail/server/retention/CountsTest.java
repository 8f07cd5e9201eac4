package io.tagtrail.server.retention;

import static io.tagtrail.server.retention.LintReport.Level.DIES;
import static io.tagtrail.server.retention.LintReport.Level.OK;
import static io.tagtrail.server.retention.LintReport.Level.UNCLEAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.server.retention.LintReport.Judged;
import io.tagtrail.server.retention.LintReport.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Rules by count, which what Tagtrail pushes itself reaches, and what others push.
final class CountsTest {
  private static final String ECR = "123.dkr.ecr.eu-west-1.amazonaws.com/shop:";

  private static Shelf prod(String repository) {
    return Shelf.of("shop/prod", repository + "prod").promoted(20, 10, 2);
  }

  /// The judged bundles of prod, where dev is moved eight times a day in the same repository.
  private static List<Judged> besideDev(String repository, String file) {
    var targets = new ArrayList<>(prod(repository).targets());
    targets.addAll(
        Shelf.of("shop/dev", repository + "dev").promoted(1, 1, 1, 1, 1, 1, 1, 1).targets());
    return Shelf.lint(file, targets).judged().stream()
        .filter(each -> each.target().alias().toString().equals("shop/prod"))
        .toList();
  }

  private static List<Level> levels(List<Judged> judged) {
    return judged.stream().map(Judged::level).toList();
  }

  private static String why(Judged judged) {
    return switch (judged.fate()) {
      case Fate.Kept kept -> kept.why();
      case Fate.Unclear unclear -> unclear.why();
      case Fate.Lost lost -> lost.why();
    };
  }

  private static String versionsToKeep(int count) {
    return "jobs: {a: {steps: [{uses: actions/delete-package-versions@v5, with: {package-name: shop,"
        + " package-type: container, min-versions-to-keep: %d}}]}}".formatted(count);
  }

  private static String images(String status, int count) {
    return ("{\"rules\": [{\"rulePriority\": 1, \"selection\": {%s, \"countType\":"
            + " \"imageCountMoreThan\", \"countNumber\": %d}, \"action\": {\"type\":"
            + " \"expire\"}}]}")
        .formatted(status, count);
  }

  private static String tagged(String pattern) {
    return "\"tagStatus\": \"tagged\", \"tagPatternList\": [\"%s\"]".formatted(pattern);
  }

  @Test
  void each_move_in_ghcr_writes_five_versions_and_all_of_them_count() {
    var judged = prod("ghcr.io/acme/shop:").lint(versionsToKeep(20)).judged();

    assertThat(levels(judged)).containsOnly(DIES);
    assertThat(why(judged.getLast())).contains("shop/prod 50");
  }

  @Test
  void a_count_that_only_others_could_reach_cannot_be_said_and_what_to_do_is_said() {
    var judged = prod("ghcr.io/acme/shop:").lint(versionsToKeep(5_000)).judged();

    assertThat(levels(judged)).containsOnly(UNCLEAR);
    assertThat(why(judged.getFirst()))
        .contains("what has no tag")
        .contains("a rule of their own")
        .contains("a repository of its own");
  }

  @Test
  void what_another_alias_of_the_repository_pushes_counts_at_its_pace() {
    var judged = besideDev(ECR, images("\"tagStatus\": \"any\"", 100));

    assertThat(levels(judged)).as("eight moves in a day").containsOnly(DIES);
    assertThat(why(judged.getFirst())).contains("shop/dev ");
    assertThat(levels(prod(ECR).lint(images("\"tagStatus\": \"any\"", 100)).judged()))
        .as("without it")
        .containsOnly(UNCLEAR);
  }

  @Test
  void a_rule_for_the_tags_of_one_alias_alone_counts_no_other() {
    assertThat(levels(besideDev(ECR, images(tagged("prod.*"), 11)))).containsOnly(OK);
    assertThat(levels(besideDev(ECR, images(tagged("prod.*"), 10)))).containsOnly(DIES);
    assertThat(levels(besideDev(ECR, images(tagged("prod*"), 999))))
        .as("prod-1 is no keep-tag")
        .containsOnly(UNCLEAR);
    assertThat(levels(besideDev(ECR, images(tagged("p*"), 999)))).containsOnly(UNCLEAR);
    assertThat(levels(besideDev(ECR, images(tagged("*.*"), 50))))
        .as("dev.8 is another's keep-tag")
        .containsOnly(DIES);
  }

  @Test
  void aliases_that_are_around_count_and_are_not_judged() {
    var dev = Shelf.of("shop/dev", ECR + "dev").promoted(1, 1, 1, 1, 1, 1, 1, 1).targets();
    var prod = prod(ECR).targets();

    var report =
        Linter.lint(
            RulesFile.read(images("\"tagStatus\": \"any\"", 100), null),
            prod,
            dev,
            each -> true,
            Shelf.NOW);

    assertThat(report.judged()).hasSize(3).allMatch(each -> each.level() == DIES);
    assertThat(report.instead().values().iterator().next()).anyMatch(line -> line.contains("dev"));
  }

  @Test
  void bundles_that_were_taken_back_are_there_and_count() {
    var all = prod(ECR).targets();
    // Of the sequences 1 to 9 the ledger has only the first and the last as targets.
    var oldest = all.getFirst();
    var live = all.getLast();
    var since = List.of(new Target.Kept(9, Shelf.NOW.minus(Duration.ofDays(2))));
    var targets =
        List.of(
            new Target(
                oldest.alias(),
                oldest.location(),
                oldest.digest(),
                false,
                oldest.sequences(),
                oldest.until(),
                oldest.windowEnd(),
                8,
                10),
            new Target(
                live.alias(), live.location(), live.digest(), false, since, null, null, 0, 10));

    var judged = Shelf.lint(images(tagged("prod.*"), 10), targets).judged();

    assertThat(Shelf.day(judged.getFirst())).isEqualTo("2 more");
    assertThat(judged.getFirst().level()).isEqualTo(DIES);
  }

  @Test
  void an_alias_that_goes_back_and_forth_makes_a_keep_tag_each_time() {
    var all = prod("registry.gitlab.com/acme/shop:").targets();
    var live = all.getLast();
    var moves = new ArrayList<Target.Kept>();
    for (int i = 30; i > 1; i -= 2) {
      moves.add(new Target.Kept(i, Shelf.NOW.minus(Duration.ofHours(31 - i))));
    }
    var others = new ArrayList<Target.Kept>();
    for (int i = 29; i > 1; i -= 2) {
      others.add(new Target.Kept(i, Shelf.NOW.minus(Duration.ofHours(31 - i))));
    }
    var second = all.get(1);
    var targets =
        List.of(
            all.getFirst(),
            new Target(
                second.alias(),
                second.location(),
                second.digest(),
                false,
                others,
                second.until(),
                second.windowEnd(),
                1,
                10),
            new Target(
                live.alias(), live.location(), live.digest(), false, moves, null, null, 0, 10));
    var file = "{\"name_regex\": \"prod([.][0-9]+)?\", \"keep_n\": %d, \"older_than\": \"1d\"}";

    assertThat(Shelf.lint(file.formatted(60), targets).judged().getFirst().level()).isEqualTo(DIES);
    assertThat(Shelf.lint(file.formatted(600), targets).judged().getFirst().level()).isEqualTo(OK);
  }

  @Test
  void tags_of_gitlab_and_acr_and_zot_count_once_a_move() {
    var gitlab = "{\"name_regex\": \"%s\", \"keep_n\": %d, \"older_than\": \"1d\"}";
    var own = "prod([.][0-9]+)?";
    assertThat(levels(prod("registry.gitlab.com/a/shop:").lint(gitlab.formatted(own, 9)).judged()))
        .containsOnly(DIES);
    assertThat(levels(prod("registry.gitlab.com/a/shop:").lint(gitlab.formatted(own, 12)).judged()))
        .containsOnly(OK);
    assertThat(
            levels(prod("registry.gitlab.com/a/shop:").lint(gitlab.formatted(".*", 99)).judged()))
        .containsOnly(UNCLEAR);

    var acr = "acr purge --filter 'shop:%s' --ago 1d --keep %d";
    assertThat(levels(prod("a.azurecr.io/shop:").lint(acr.formatted("^prod", 9)).judged()))
        .containsOnly(DIES);
    assertThat(levels(prod("a.azurecr.io/shop:").lint(acr.formatted("^prod[.]", 12)).judged()))
        .containsOnly(OK);
    assertThat(levels(prod("a.azurecr.io/shop:").lint(acr.formatted(".*", 99)).judged()))
        .containsOnly(UNCLEAR);

    var zot =
        "{\"storage\": {\"retention\": {\"policies\": [{\"repositories\": [\"**\"], \"keepTags\":"
            + " [{\"patterns\": [\"%s\"], \"%s\": %d}]}]}}}";
    var pushed = "mostRecentlyPushedCount";
    assertThat(levels(prod("zot.example/shop:").lint(zot.formatted("^prod", pushed, 9)).judged()))
        .containsOnly(DIES);
    assertThat(
            levels(prod("zot.example/shop:").lint(zot.formatted("^prod[.]", pushed, 99)).judged()))
        .containsOnly(OK);
    assertThat(levels(prod("zot.example/shop:").lint(zot.formatted(".*", pushed, 99)).judged()))
        .containsOnly(UNCLEAR);
    assertThat(
            levels(
                prod("zot.example/shop:")
                    .lint(zot.formatted("^prod[.]", "mostRecentlyPulledCount", 99))
                    .judged()))
        .as("nobody knows who pulls what")
        .containsOnly(UNCLEAR);
  }

  @Test
  void the_newest_of_snok_are_those_with_tags_and_the_lists_of_referrers_have_some() {
    var file =
        "jobs: {a: {steps: [{uses: snok/container-retention-policy@v3.1.0, with: {image-names: shop,"
            + " cut-off: 1d, tag-selection: tagged, image-tags: '%s', keep-n-most-recent: %d}}]}}";

    assertThat(levels(prod("ghcr.io/acme/shop:").lint(file.formatted("*", 30)).judged()))
        .containsOnly(DIES);
    assertThat(levels(prod("ghcr.io/acme/shop:").lint(file.formatted("*", 300)).judged()))
        .containsOnly(UNCLEAR);
    assertThat(levels(prod("ghcr.io/acme/shop:").lint(file.formatted("prod prod.*", 20)).judged()))
        .containsOnly(OK);
  }

  @Test
  void one_rule_that_takes_it_later_hides_none_that_takes_it_sooner() {
    var both =
        "jobs: {a: {steps: [{uses: actions/delete-package-versions@v5, with: {package-name: shop,"
            + " package-type: container, min-versions-to-keep: 5000}}, {uses:"
            + " snok/container-retention-policy@v3.1.0, with: {image-names: shop, cut-off: 30d,"
            + " tag-selection: tagged}}]}}";

    assertThat(levels(prod("ghcr.io/acme/shop:").lint(both).judged())).containsOnly(DIES);
    assertThat(
            levels(
                prod("ghcr.io/acme/shop:")
                    .lint(
                        both.replace("min-versions-to-keep: 5000", "owner: acme")
                            .replace("30d", "9y"))
                    .judged()))
        .as("the oldest go at each run")
        .contains(UNCLEAR);
  }

  @Test
  void a_pull_is_certain_only_when_a_bundle_became_live() {
    // Live from 100 to 2 days ago; Flux pulled it once.
    var shelf = Shelf.of("shop/prod", ECR + "prod").promoted(100, 2);
    var rule =
        images("\"tagStatus\": \"any\"", 95).replace("imageCountMoreThan", "sinceImagePulled");

    assertThat(Shelf.of(shelf.lint(rule), 1).level()).isEqualTo(DIES);
  }
}
