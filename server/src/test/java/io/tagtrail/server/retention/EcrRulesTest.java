package io.tagtrail.server.retention;

import static io.tagtrail.server.retention.LintReport.Level.DIES;
import static io.tagtrail.server.retention.LintReport.Level.OK;
import static io.tagtrail.server.retention.Shelf.day;
import static io.tagtrail.server.retention.Shelf.levels;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EcrRulesTest {
  private static final Shelf SHOP =
      Shelf.of("shop/prod", "123.dkr.ecr.eu-west-1.amazonaws.com/shop:prod").promoted(60, 30, 2);

  private static String rule(int priority, String selection) {
    return ("{\"rulePriority\": %d, \"description\": \"d\", \"selection\": {%s}, \"action\":"
            + " {\"type\": \"expire\"}}")
        .formatted(priority, selection);
  }

  private static String policy(String... rules) {
    return "{\"rules\": [" + String.join(", ", rules) + "]}";
  }

  private static String aged(String status, int days) {
    return status
        + ", \"countType\": \"sinceImagePushed\", \"countUnit\": \"days\", \"countNumber\": "
        + days;
  }

  @Test
  void images_older_than_the_rule_says_expire() {
    var report = SHOP.lint(policy(rule(1, aged("\"tagStatus\": \"any\"", 45))));

    assertThat(report.kind()).isEqualTo(RetentionKind.ECR);
    assertThat(day(Shelf.of(report, 1))).isEqualTo("2026-05-17");
    assertThat(levels(report)).containsOnly(DIES);
  }

  @Test
  void a_rule_before_it_that_matches_keeps_an_image_from_a_later_rule() {
    var keeps =
        rule(
            1,
            "\"tagStatus\": \"tagged\", \"tagPrefixList\": [\"prod.\"], \"countType\":"
                + " \"imageCountMoreThan\", \"countNumber\": 9999");

    assertThat(levels(SHOP.lint(policy(rule(9, aged("\"tagStatus\": \"any\"", 1)), keeps))))
        .containsOnly(OK);
    assertThat(levels(SHOP.lint(policy(rule(0, aged("\"tagStatus\": \"any\"", 1)), keeps))))
        .containsOnly(DIES);
  }

  @Test
  void patterns_of_one_rule_are_and_ed_and_that_is_said() {
    var report =
        SHOP.lint(
            policy(
                rule(
                    1,
                    "\"tagStatus\": \"tagged\", \"tagPatternList\": [\"prod.*\", \"preprod.*\"],"
                        + " \"countType\": \"imageCountMoreThan\", \"countNumber\": 9999"),
                rule(2, aged("\"tagStatus\": \"any\"", 45))));

    assertThat(levels(report)).containsOnly(DIES);
    assertThat(report.notes()).anyMatch(note -> note.contains("all 2 of its patterns"));
  }

  @Test
  void a_rule_for_untagged_images_takes_nothing_that_has_a_keep_tag() {
    assertThat(levels(SHOP.lint(policy(rule(1, aged("\"tagStatus\": \"untagged\"", 1))))))
        .containsOnly(OK);
  }

  @Test
  void what_is_archived_cannot_be_gone_back_to() {
    var report =
        SHOP.lint(
            policy(rule(1, aged("\"tagStatus\": \"any\"", 45)))
                .replace("\"expire\"", "\"transition\", \"targetStorageClass\": \"archive\""));

    assertThat(levels(report)).containsOnly(DIES);
    assertThat(((Fate.Lost) report.judged().getFirst().fate()).why()).contains("archived");
  }

  @Test
  void the_answer_of_get_lifecycle_policy_is_read_as_it_comes() {
    var text = policy(rule(1, aged("\"tagStatus\": \"any\"", 45))).replace("\"", "\\\"");

    assertThat(
            levels(
                SHOP.lint(
                    "{\"registryId\": \"1\", \"repositoryName\": \"shop\", \"lifecyclePolicyText\":"
                        + " \""
                        + text
                        + "\"}")))
        .containsOnly(DIES);
  }

  @Test
  void what_to_write_instead_keeps_everything() {
    var bad = rule(5, aged("\"tagStatus\": \"any\"", 45));
    var instead = SHOP.lint(policy(bad)).instead().values().iterator().next();

    assertThat(
            levels(SHOP.lint(policy(String.join(", ", instead.subList(1, instead.size())), bad))))
        .containsOnly(OK);
  }
}
