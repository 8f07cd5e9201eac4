package io.tagtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.cli.world.World;
import io.tagtrail.core.model.Alias;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RollbackTest {
  @TempDir Path folder;
  World world;

  @BeforeEach
  void three_releases() {
    world = new World(folder).release(1).release(2).release(3);
  }

  @Test
  void without_a_target_it_takes_the_newest_safe_one_and_says_so() {
    var ran = world.run("rollback", "shop/prod", "--reason", "5xx").ok();
    assertThat(ran.firstLine())
        .isEqualTo(
            "shop/prod is now 1.0.2 (sha256:%s, #4), as in #2, before: 1.0.3 (#3)"
                .formatted(World.digest(2).shortHex()));
    assertThat(ran.out()).contains("> shop/prod");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0.1", "#1", "~2", "digest", "@{2026-02-14T15:00:00Z}"})
  void a_target_can_be_named_in_every_way_that_people_have(String to) {
    var named = to.equals("digest") ? World.digest(1).hex().substring(0, 12) : to;
    assertThat(world.run("rollback", "shop/prod", "--to", named, "--reason", "x").ok().firstLine())
        .startsWith("shop/prod is now 1.0.1 ");
  }

  @Test
  void a_person_is_asked_in_the_words_make_it_so() {
    world.interactive = true;
    world.input = "y\n";
    var ran = world.run("rollback", "shop/prod", "--to", "#1", "--reason", "x").ok();
    assertThat(ran.err()).contains("Make shop/prod = 1.0.1 (#1)? [y/N]");
    assertThat(ran.out()).startsWith("shop/prod is now 1.0.1 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "n\n", "\n", "yesterday\n"})
  void anything_but_yes_leaves_it_unchanged(String answer) {
    world.interactive = true;
    world.input = answer;
    long size = world.ledger.head().size();
    var ran = world.run("rollback", "shop/prod", "--reason", "x").exits(3);
    assertThat(ran.err()).contains("Make shop/prod = 1.0.2 (#2)?").contains("not confirmed");
    assertThat(world.ledger.head().size()).isEqualTo(size);
  }

  @Test
  void with_yes_or_without_a_terminal_nothing_is_asked() {
    assertThat(world.run("rollback", "shop/prod", "--reason", "x").ok().err()).isEmpty();
    world.interactive = true;
    assertThat(world.run("rollback", "shop/prod", "--reason", "x", "--yes").ok().err())
        .doesNotContain("[y/N]");
  }

  @Test
  void what_would_be_refused_is_not_asked_about() {
    world.interactive = true;
    world.input = "y\n";
    world.run("hold", "shop/prod", "--all", "--reason", "evidence").ok();
    var ran = world.run("rollback", "shop/prod", "--reason", "x").exits(3);
    assertThat(ran.err()).doesNotContain("[y/N]").contains("hold-all").contains("tagtrail unhold");
  }

  @Test
  void a_hold_on_forward_moves_does_not_stop_it() {
    world.run("hold", "shop/prod", "--reason", "sale").ok();
    world.run("rollback", "shop/prod", "--reason", "x").ok();
  }

  @Test
  void a_target_that_was_never_live_here_means_nothing() {
    assertThat(world.run("rollback", "shop/prod", "--to", "9.9.9", "--reason", "x").exits(2).err())
        .contains("9.9.9");
  }

  @Test
  void it_needs_a_reason() {
    assertThat(world.run("rollback", "shop/prod").exits(2).err()).contains("--reason");
  }

  @Test
  void a_dry_run_moves_nothing_and_fails_where_the_real_one_would() {
    long size = world.ledger.head().size();
    assertThat(world.run("rollback", "shop/prod", "--reason", "x", "--dry-run").ok().out())
        .startsWith("dry run: would make shop/prod = sha256:" + World.digest(2).shortHex());
    assertThat(world.ledger.head().size()).isEqualTo(size);
    world.run("block", "shop", World.digest(1).toString(), "--reason", "CVE").ok();
    world.run("rollback", "shop/prod", "--to", "#1", "--reason", "x", "--dry-run").exits(3);
  }

  @Test
  void of_many_targets_that_are_passed_over_the_way_on_is_said_once() {
    world.release(8).release(9);
    world.run("rollback", "shop/prod", "--reason", "x").ok();
    while (world.run("rollback", "shop/prod", "--reason", "x", "--dry-run").exit() == 0) {
      world.run("rollback", "shop/prod", "--reason", "x").ok();
    }
    var err = world.run("rollback", "shop/prod", "--reason", "x").exits(3).err();
    assertThat(err.split("rollback-target: ", -1)).hasSizeGreaterThan(2);
    assertThat(err.split("next: ", -1)).hasSize(2);
  }

  @Test
  void where_none_is_chosen_by_itself_the_last_line_names_one_that_can_be() {
    world.run("rollback", "shop/prod", "--reason", "5xx").ok();
    var last = world.ledger.alias(Alias.parse("shop/prod")).governedDigest();
    var refused = world.run("rollback", "shop/prod", "--reason", "x");
    while (refused.exit() == 0) {
      refused = world.run("rollback", "shop/prod", "--reason", "x");
      last = world.ledger.alias(Alias.parse("shop/prod")).governedDigest();
    }
    var lines = refused.exits(3).err().strip().lines().toList();
    assertThat(lines.get(lines.size() - 2))
        .isEqualTo("none is chosen by itself; if one is right all the same, by name:");
    assertThat(lines.getLast()).matches("tagtrail rollback shop/prod --to '#\\d+' --reason '…'");
    var to = lines.getLast().replaceAll(".*'(#\\d+)'.*", "$1");
    world.run("rollback", "shop/prod", "--to", to, "--reason", "by name").ok();
    assertThat(world.ledger.alias(Alias.parse("shop/prod")).governedDigest()).isNotEqualTo(last);
  }
}
