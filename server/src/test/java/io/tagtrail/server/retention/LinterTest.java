package io.tagtrail.server.retention;

import static io.tagtrail.server.retention.LintReport.Level.DIES;
import static io.tagtrail.server.retention.LintReport.Level.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.model.InvalidValueException;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LinterTest {
  private static final String OLD =
      "{\"keep_n\": 1, \"older_than\": \"90d\", \"name_regex\": \".*\"}";

  @Test
  void a_bundle_that_dies_after_its_window_is_no_finding() {
    var shelf =
        Shelf.of("shop/prod", "registry.gitlab.com/acme/shop:prod")
            .window(7, 10)
            .promoted(10, 9, 2);
    var report = shelf.lint(OLD);

    assertThat(Shelf.of(report, 1).level()).isEqualTo(OK);
    assertThat(Shelf.day(Shelf.of(report, 1))).startsWith("2026-08-20");
    assertThat(Shelf.of(report, 3).level()).as("what is live has no end").isEqualTo(DIES);
  }

  @Test
  void a_bundle_that_another_alias_keeps_has_the_tags_of_both() {
    var repository = "registry.gitlab.com/acme/shop";
    var targets =
        new ArrayList<>(Shelf.of("shop/prod", repository + ":prod").promoted(100, 2).targets());
    var prod = targets.getFirst();
    targets.add(
        new Target(
            io.tagtrail.core.model.Alias.parse("shop/preprod"),
            io.tagtrail.core.model.Location.parse(repository + ":stage"),
            prod.digest(),
            false,
            prod.sequences(),
            prod.until(),
            prod.windowEnd(),
            1,
            10));

    var report =
        Shelf.lint(
            "{\"older_than\": \"1d\", \"name_regex\": \".*\", \"name_regex_keep\": \"stage.*\"}",
            targets);

    assertThat(Shelf.levels(report)).containsExactly(OK, DIES, OK);
    assertThat(report.instead().values().iterator().next().getLast())
        .as("what is written for one alias names those that share its repository")
        .contains("prod", "stage");
  }

  @Test
  void a_registry_without_rules_keeps_what_has_a_tag() {
    var shelf = Shelf.of("shop/prod", "registry.example.com/acme/shop:prod").promoted(900, 2);

    assertThat(
            Shelf.levels(Linter.lint(RulesFile.none(), shelf.targets(), each -> true, Shelf.NOW)))
        .containsOnly(OK);
  }

  @Test
  void only_the_repositories_that_were_asked_for_are_judged() {
    var shelf = Shelf.of("shop/prod", "registry.gitlab.com/acme/shop:prod").promoted(100, 2);

    assertThat(
            Linter.lint(RulesFile.read(OLD, null), shelf.targets(), each -> false, Shelf.NOW)
                .judged())
        .isEmpty();
  }

  @Test
  void a_file_that_is_nobodys_is_refused() {
    for (var text : new String[] {"", "hello", "{}", "[]", "{\"a\": 1}", "{", "a: [", "\u0000"}) {
      assertThatThrownBy(() -> RulesFile.read(text, null))
          .as("%s", text)
          .isInstanceOf(InvalidValueException.class);
    }
    assertThatThrownBy(() -> RulesFile.read("x".repeat(2 << 20), RetentionKind.ZOT))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void whatever_a_file_holds_is_judged_or_refused_with_words() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var files =
        new String[] {
          "{\"storage\": {\"retention\": {\"policies\": [{\"repositories\": [\"**\"], \"keepTags\":"
              + " [{\"patterns\": [\"^v\"], \"pushedWithin\": \"3h\"}]}]}}}",
          "{\"rules\": [{\"rulePriority\": 1, \"selection\": {\"tagStatus\": \"any\", \"countType\":"
              + " \"imageCountMoreThan\", \"countNumber\": 3}, \"action\": {\"type\": \"expire\"}}]}",
          "[{\"name\": \"a\", \"action\": {\"type\": \"Delete\"}, \"condition\": {\"olderThan\":"
              + " \"3d\"}}]",
          "jobs: {a: {steps: [{uses: snok/container-retention-policy@v3, with: {cut-off: 3d}}]}}",
          "acr purge --filter 'shop:.*' --ago 3d --keep 2",
          OLD
        };
    var shelf = Shelf.of("shop/prod", "ghcr.io/acme/shop:prod").promoted(100, 2);
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder(files[random.nextInt(files.length)]);
      for (int edits = random.nextInt(4); edits >= 0; edits--) {
        int at = random.nextInt(text.length());
        text.setCharAt(at, (char) (random.nextInt(95) + 32));
      }
      try {
        shelf.lint(text.toString());
      } catch (InvalidValueException e) {
        assertThat(e.getMessage()).as("seed %d: %s", seed, text).isNotBlank();
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + text, e);
      }
    }
  }
}
