package io.tagtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.cli.world.FakeRegistry;
import io.tagtrail.cli.world.World;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// readiness, and retention lint.
class ReadinessTest {
  @TempDir Path folder;
  World world;

  @BeforeEach
  void two_releases() {
    world = new World(folder).release(1).release(2);
  }

  @Test
  void it_says_how_many_can_go_back_and_ends_with_0() {
    var ran = world.run("readiness").ok();

    assertThat(ran.out())
        .contains("1 of 1 prod alias can go back")
        .doesNotContain("cannot")
        .contains("last rehearsal");
  }

  @Test
  void one_alias_is_shown_with_every_bundle() {
    assertThat(world.run("readiness", "shop/prod").ok().out())
        .contains("shop/prod can go back")
        .contains("#1")
        .contains("in step");
  }

  @Test
  void what_cannot_go_back_is_named_with_why_and_is_an_exit_code() {
    world.run("hold", "shop/prod", "--all", "--reason", "nothing moves").ok();

    assertThat(world.run("readiness").exits(3).out())
        .contains("0 of 1 prod alias can go back; 1 cannot")
        .contains("shop/prod cannot go back")
        .contains("all moves are on hold");
  }

  @Test
  void a_registry_that_is_away_is_neither_can_nor_cannot() {
    world.registry.readsFail = FakeRegistry.failure(Kind.UNAVAILABLE, Applied.NO, 0, "refused");

    assertThat(world.run("readiness", "shop/prod").exits(6).out())
        .contains("1 could not be found out about");
    world.registry.readsFail = null;
    world.run("readiness", "shop/prod").ok();
  }

  @Test
  void it_can_be_had_as_a_document() {
    assertThat(world.run("readiness", "-o", "markdown").ok().out())
        .startsWith("# Rollback readiness")
        .contains("## prod")
        .contains("shop/prod");
    assertThat(world.run("readiness", "-o", "json").ok().out()).contains("\"answer\": \"can\"");
    assertThat(world.run("readiness", "--now", "--last").exits(2).err()).contains("one of them");
  }

  @Test
  void rules_that_take_a_target_are_found_with_what_to_write_instead() throws IOException {
    Files.writeString(
        folder.resolve("policy.json"),
        "{\"keep_n\": 1, \"older_than\": \"30d\", \"name_regex\": \".*\", \"sparkle\": true}");

    var ran = world.run("retention", "lint", "policy.json").exits(3);

    assertThat(ran.out())
        .contains("gitlab: ")
        .contains("shop/prod #2")
        .contains("sparkle")
        .contains("prod)(\\.([0-9]+|tagtrail))?");
    assertThat(world.run("retention", "lint", "policy.json", "--kind", "zot").exits(2).err())
        .contains("storage");
    assertThat(
            world
                .run("retention", "lint", "policy.json", "--repository", "nowhere.example/*")
                .exits(3)
                .out())
        .contains("nothing was judged");
    assertThat(world.run("retention", "lint", "policy.json", "-o", "json").exits(3).out())
        .contains("\"fate\": \"dies\"");
  }

  @Test
  void a_count_that_others_reach_too_is_no_promise_and_ends_with_3() throws IOException {
    var rule =
        "{\"rules\": [{\"rulePriority\": 1, \"selection\": {%s, \"countType\":"
            + " \"imageCountMoreThan\", \"countNumber\": 999}, \"action\": {\"type\":"
            + " \"expire\"}}]}";
    var policy = folder.resolve("policy.json");
    Files.writeString(policy, rule.formatted("\"tagStatus\": \"any\""));

    var ran = world.run("retention", "lint", "policy.json").exits(3);

    assertThat(ran.out())
        .contains("6 cannot be said")
        .contains("nobody knows")
        .contains("a larger count");
    assertThat(ran.out().lines().filter(line -> !line.contains("{")))
        .allMatch(line -> line.length() <= 80);
    assertThat(world.run("retention", "lint", "policy.json", "-o", "json").exits(3).out())
        .contains("\"fate\": \"unclear\"");

    Files.writeString(
        policy, rule.formatted("\"tagStatus\": \"tagged\", \"tagPatternList\": [\"prod.*\"]"));
    world.run("retention", "lint", "policy.json").ok();
  }

  @Test
  void rules_that_keep_every_target_end_with_0() throws IOException {
    Files.writeString(
        folder.resolve("policy.json"),
        "{\"keep_n\": 1, \"older_than\": \"30d\", \"name_regex\": \".*\","
            + " \"name_regex_keep\": \"(dev|prod)(\\\\.[0-9]+)?\"}");

    world.run("retention", "lint", "policy.json").ok();
    world.run("retention", "lint", "nowhere.json").exits(2);
    world.run("retention", "lint").exits(2);
    world.run("retention").exits(2);
  }
}
