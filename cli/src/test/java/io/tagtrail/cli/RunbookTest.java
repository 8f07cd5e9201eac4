package io.tagtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.cli.world.FakeRegistry;
import io.tagtrail.cli.world.World;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The incident page.
class RunbookTest {
  @TempDir Path folder;
  World world;

  @BeforeEach
  void begin() {
    world = new World(folder);
  }

  @Test
  void the_last_line_is_the_rollback_with_its_target_filled_in() {
    world.release(1).release(2);
    var ran = world.run("runbook", "shop/prod").ok();
    assertThat(ran.lastLine()).isEqualTo("tagtrail rollback shop/prod --to '#1' --reason '…'");
    assertThat(ran.out())
        .contains("NOW      1.0.2", "BEFORE   1.0.1", World.digest(2).toString())
        .contains("main@sha1:%040x of".formatted(2));
  }

  @Test
  void it_fits_eighty_columns_and_the_same_ledger_makes_the_same_page() {
    world.release(1).release(2);
    var first = world.run("runbook", "shop/prod").ok().out();
    assertThat(first.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(world.run("runbook", "shop/prod").ok().out()).isEqualTo(first);
    world.clock.advance(Duration.ofDays(3));
    var later = world.run("runbook", "shop/prod").ok().out();
    assertThat(withoutMade(later)).isEqualTo(withoutMade(first));
    assertThat(later).isNotEqualTo(first);
  }

  private static String withoutMade(String page) {
    return page.replaceFirst("(?s)Made .*?tagtrail\\s+runbook\\.", "");
  }

  @Test
  void it_says_when_and_from_which_head_it_was_made() {
    world.release(1);
    var head = world.ledger.head();
    assertThat(world.run("runbook", "shop/prod", "-o", "markdown").ok().out())
        .contains(
            "Made 2026-02-14 15:00 UTC from ledger ledger.example/test at entry %d (root %s"
                .formatted(head.size(), head.root().shortHex()));
    assertThat(
            world
                .run("runbook", "shop/prod", "-o", "json")
                .ok()
                .object()
                .needObject("made")
                .needNumber("size"))
        .isEqualTo(head.size());
  }

  @Test
  void its_commands_for_the_day_without_tagtrail_work_and_are_recognised_afterwards() {
    world.release(1).release(2).release(3);
    var page = world.run("runbook", "shop/prod", "-o", "markdown").ok().out();
    assertThat(page)
        .contains("crane digest registry.example/acme/shop:prod.2")
        .contains("The first must print " + World.digest(2))
        .contains("crane tag registry.example/acme/shop:prod.2 prod")
        .contains("crane tag registry.example/acme/shop:prod.1 prod");
    // What crane does with it: the keep-tag is there, and is the bundle that the page names.
    var kept = Location.parse("registry.example/acme/shop:prod.2");
    assertThat(world.registry.tag(kept)).isEqualTo(World.digest(2));
    world.moveOutside("shop/prod", 2);
    // And then what the page says.
    assertThat(world.run("check", "shop/prod").exits(8).out()).contains("break-glass");
    world.run("rollback", "shop/prod", "--to", "#2", "--reason", "crane, by ann", "--yes").ok();
    assertThat(world.run("get", "shop/prod").ok().out()).doesNotContain("PROBLEM");
    assertThat(world.registry.tag(world.location("shop/prod"))).isEqualTo(World.digest(2));
  }

  @Test
  void what_is_wrong_now_comes_first_without_an_age_that_would_not_stay_true() {
    world.release(1).release(2);
    world.moveOutside("shop/prod", 9);
    world.run("check", "shop/prod").exits(8);
    world.clock.advance(Duration.ofHours(2));
    var page = world.run("runbook", "shop/prod").ok().out();
    assertThat(page.indexOf("WRONG WHEN THIS PAGE WAS MADE"))
        .isLessThan(page.indexOf("WHAT IT IS"));
    assertThat(page).contains("moved outside").doesNotContain(" ago");
    assertThat(page).contains("tagtrail rollback shop/prod --to '#2' --reason '…'");
  }

  @Test
  void a_registry_that_is_away_leaves_a_page_that_calls_nothing_safe() {
    world.release(1).release(2);
    world.registry.readsFail =
        FakeRegistry.failure(Kind.UNAVAILABLE, Applied.NO, 0, "registry.example does not answer");
    var page = world.run("runbook", "shop/prod").ok().out();
    assertThat(page).contains("did not answer when this page was made").doesNotContain("SAFE  ");
    assertThat(page).contains("MAYBE", "curl -sS");
    assertThat(world.run("runbook", "shop/prod", "--offline").ok().out())
        .contains("was not asked when this page was made");
  }

  @Test
  void where_nothing_can_be_gone_back_to_it_says_so_and_names_no_target() {
    world.release(1);
    var ran = world.run("runbook", "shop/prod").ok();
    assertThat(ran.out()).contains("NOTHING that was live here can be gone back to");
    assertThat(ran.lastLine()).isEqualTo("tagtrail history shop/prod");
    assertThat(world.run("runbook", "blog/prod").ok().lastLine())
        .isEqualTo("tagtrail adopt blog/prod");
  }

  @Test
  void what_was_rolled_back_from_is_a_way_by_name_and_by_hand() {
    world.release(1).release(2);
    world.run("rollback", "shop/prod", "--reason", "5xx").ok();
    byNameAndByHand();
    world.registry.readsFail =
        FakeRegistry.failure(Kind.UNAVAILABLE, Applied.NO, 0, "registry.example does not answer");
    byNameAndByHand();
  }

  private void byNameAndByHand() {
    var ran = world.run("runbook", "shop/prod").ok();
    assertThat(ran.lastLine()).isEqualTo("tagtrail rollback shop/prod --to '#2' --reason '…'");
    var page = world.run("runbook", "shop/prod", "-o", "markdown").ok().out();
    assertThat(page)
        .contains("None is chosen by itself", "it was rolled back from")
        .contains("crane tag registry.example/acme/shop:prod.3 prod")
        .contains("crane tag registry.example/acme/shop:prod.2 prod")
        .doesNotContain("NOTHING", "no keep-tag");
  }

  @Test
  void the_bundle_that_is_governed_has_its_tag_by_hand_also_where_it_is_the_only_one() {
    world.release(1);
    var page = world.run("runbook", "shop/prod", "-o", "markdown").ok().out();
    assertThat(page)
        .contains("If somebody moved the tag, back to what is governed")
        .contains("crane tag registry.example/acme/shop:prod.1 prod")
        .contains("The first must print " + World.digest(1));
    assertThat(world.registry.tag(Location.parse("registry.example/acme/shop:prod.1")))
        .isEqualTo(World.digest(1));
    // After a rollback the governed one has a tag of its own as well.
    world.release(2);
    world.run("rollback", "shop/prod", "--reason", "x").ok();
    assertThat(world.registry.tag(Location.parse("registry.example/acme/shop:prod.3")))
        .isEqualTo(World.digest(1));
  }

  @Test
  void a_hold_on_all_moves_is_released_before_the_rollback() {
    world.release(1).release(2);
    world.run("hold", "shop/prod", "--all", "--reason", "database").ok();
    var lines = world.run("runbook", "shop/prod").ok().out().lines().toList();
    assertThat(lines.indexOf("tagtrail unhold shop/prod --reason '…'"))
        .isGreaterThan(0)
        .isLessThan(lines.size() - 1);
    assertThat(lines.getLast()).startsWith("tagtrail rollback shop/prod");
  }

  @Test
  void a_blocked_bundle_is_no_way_back_not_even_by_hand() {
    world.release(1).release(2).release(3);
    world.run("block", "shop", World.digest(2).toString(), "--reason", "bad").ok();
    var page = world.run("runbook", "shop/prod", "-o", "markdown").ok().out();
    assertThat(page).doesNotContain("prod.2 prod").contains("prod.1 prod");
  }

  @Test
  void a_label_from_outside_is_no_markup() {
    world.registry.push(
        Location.parse("registry.example/acme/shop:evil"),
        World.bundle(1, "[x](http://evil) <b>`", "main@sha1:%040x".formatted(1)));
    world.run("promote", ":evil", "shop/dev").ok();
    var page = world.run("runbook", "shop/dev", "-o", "markdown").ok().out();
    assertThat(page).contains("\\[x\\](http://evil) \\<b\\>\\`").doesNotContain("[x](http");
  }

  @Test
  void no_other_verb_has_markdown_and_it_is_said_before_anything_is_done() {
    var source = world.push("shop/dev", 1);
    assertThat(world.run("promote", source, "shop/dev", "-o", "markdown").exits(2).err())
        .contains("no Markdown form");
    assertThat(world.registry.tag(world.location("shop/dev"))).isNull();
  }
}
