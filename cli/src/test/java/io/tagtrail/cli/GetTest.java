package io.tagtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.cli.world.FakeRegistry;
import io.tagtrail.cli.world.Ran;
import io.tagtrail.cli.world.World;
import io.tagtrail.cli.world.WorldBackend;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import io.tagtrail.server.config.ConfigReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GetTest {
  @TempDir Path folder;
  World world;

  @BeforeEach
  void two_releases() {
    world = new World(folder).release(1).release(2);
  }

  private static String hex(int n) {
    return World.digest(n).shortHex();
  }

  private Ran get() {
    return world.run("get", "shop/prod");
  }

  @Test
  void on_a_quiet_night_it_says_all_that_is_needed_and_nothing_else() {
    assertThat(get().ok().out())
        .isEqualTo(
            """
            shop/prod  at  registry.example/acme/shop:prod
            NOW      1.0.2 (sha256:%s, #2), by promotion
                     2026-02-14 17:00 UTC, 59 min ago
                     main@sha1:0000000000000000000000000000000000000002 of
                     https://git.example/acme/shop
                     by ann (claimed)
            BEFORE   1.0.1 (sha256:%s, #1), since 2026-02-14 14:00 UTC, 3 h ago
            TRUTH    registry = ledger, seen 2026-02-14 18:00 UTC, just now
                     record on the bundle: attached 2026-02-14 17:00 UTC, 60 min ago
            STOPS    none
            BACK TO  SAFE     1.0.1 (sha256:%s, #1)
                     all 3 parts are at the location

            tagtrail rollback shop/prod --to '#1' --reason '…'
            """
                .formatted(hex(2), hex(1), hex(1)));
  }

  @Test
  void an_outside_move_that_nobody_recorded_yet_is_the_first_line() {
    world.moveOutside("shop/prod", 7);
    var ran = get().ok();
    assertThat(ran.firstLine()).startsWith("PROBLEM  moved outside: the tag is sha256:" + hex(7));
    assertThat(ran.out())
        .contains("not on record yet")
        .contains("TRUTH    the registry says sha256:" + hex(7))
        // What Tagtrail made it is the safe way back from what somebody else made it.
        .contains("BACK TO  SAFE     1.0.2 (sha256:%s, #2)".formatted(hex(2)));
    assertThat(ran.lastLine()).isEqualTo("tagtrail rollback shop/prod --to '#2' --reason '…'");
  }

  @Test
  void an_outside_move_on_record_says_since_when() {
    world.moveOutside("shop/prod", 7);
    world.run("check", "shop/prod").exits(8);
    world.clock.advance(Duration.ofHours(5));
    assertThat(get().ok().out().replaceAll("\\s+", " "))
        .contains("moved outside: the tag is sha256:" + hex(7))
        .contains("(#3, seen 2026-02-14 18:00 UTC, 5 h ago)");
  }

  @Test
  void a_tag_that_is_gone_is_called_nothing() {
    world.registry.delete(world.location("shop/prod"));
    assertThat(get().ok().firstLine()).contains("moved outside: the tag is nothing, governed is");
  }

  @Test
  void a_registry_that_is_away_is_said_first_and_nothing_is_called_safe() {
    world.registry.readsFail =
        FakeRegistry.failure(Kind.UNAVAILABLE, Applied.NO, 503, "HEAD registry.example: 503");
    var ran = get().ok();
    assertThat(ran.firstLine()).startsWith("PROBLEM  registry away: the live check failed");
    assertThat(ran.out())
        .contains("503")
        .contains("TRUTH    UNKNOWN")
        .contains("BACK TO  UNKNOWN  1.0.1")
        .doesNotContain("SAFE ");
    assertThat(ran.out()).contains("NOW      1.0.2");
  }

  @Test
  void not_asking_the_registry_calls_nothing_safe_either() {
    assertThat(world.run("get", "shop/prod", "--offline").ok().out())
        .contains("UNKNOWN: the registry was not asked")
        .contains("BACK TO  UNKNOWN")
        .doesNotContain("SAFE ");
  }

  @Test
  void an_unfinished_move_is_a_problem_and_a_stop() {
    unfinished();
    var ran = get().ok();
    assertThat(ran.firstLine()).startsWith("PROBLEM  unfinished: promotion #3 to sha256:" + hex(3));
    assertThat(ran.out()).contains("STOPS    unfinished move #3");
  }

  private void unfinished() {
    world.registry.putsFail =
        FakeRegistry.failure(Kind.UNAVAILABLE, Applied.UNKNOWN, 0, "connection reset");
    world.run("promote", world.push("shop/dev", 3), "shop/dev").exits(7);
    world.registry.putsFail = null;
    world.clock.advance(Duration.ofMinutes(1));
    world.run("settle").ok();
    world.run("promote", ":build-3", "shop/dev").ok();
    world.run("promote", "shop/dev", "shop/preprod").ok();
    world.registry.putsFail =
        FakeRegistry.failure(Kind.UNAVAILABLE, Applied.UNKNOWN, 0, "connection reset");
    world.run("promote", "shop/preprod", "shop/prod").exits(7);
    world.registry.putsFail = null;
  }

  @Test
  void a_hold_is_shown_with_who_and_why() {
    world.run("hold", "shop/prod", "--until", "4h", "--reason", "the big sale").ok();
    assertThat(get().ok().out())
        .contains("STOPS    hold on forward moves (rollbacks go through) since")
        .contains("until 2026-02-14 22:00 UTC, in 4 h")
        .contains("by ann (claimed): the big sale");
  }

  @Test
  void a_hold_on_all_moves_has_the_release_as_its_command() {
    world.run("hold", "shop/prod", "--all", "--reason", "evidence").ok();
    var ran = get().ok();
    assertThat(ran.out()).contains("hold on ALL moves, rollbacks too");
    assertThat(ran.lastLine()).isEqualTo("tagtrail unhold shop/prod --reason '…'");
  }

  @Test
  void a_block_on_the_current_bundle_is_a_problem() {
    world.run("block", "shop", World.digest(2).toString(), "--reason", "CVE").ok();
    var ran = get().ok();
    assertThat(ran.firstLine()).startsWith("PROBLEM  blocked: the current bundle");
    assertThat(ran.out()).contains("STOPS    bundle sha256:" + hex(2) + " is blocked since");
  }

  @Test
  void a_candidate_that_is_passed_over_is_listed_with_why() {
    world.release(3);
    world.run("block", "shop", World.digest(2).toString(), "--reason", "CVE").ok();
    assertThat(get().ok().out())
        .contains("BACK TO  SAFE     1.0.1")
        .contains("not 1.0.2 (sha256:" + hex(2) + ", #2): it is blocked since");
  }

  @Test
  void where_nothing_can_be_gone_back_to_it_says_so_and_why() {
    world.run("block", "shop", World.digest(1).toString(), "--reason", "CVE").ok();
    var ran = get().ok();
    assertThat(ran.out())
        .contains("BACK TO  NOTHING that was live here can be gone back to")
        .contains("not 1.0.1 (sha256:" + hex(1) + ", #1): it is blocked since");
    assertThat(ran.lastLine()).isEqualTo("tagtrail history shop/prod");
  }

  @Test
  void a_target_whose_manifest_the_registry_lost_is_named_and_never_called_safe() {
    world.registry.lose(world.location("shop/prod").repository(), World.digest(1));
    var ran = get().ok();
    assertThat(ran.out())
        .contains("BACK TO  UNKNOWN  1.0.1 (sha256:" + hex(1) + ", #1)")
        .doesNotContain("SAFE ");
    assertThat(ran.lastLine()).isEqualTo("tagtrail rollback shop/prod --to '#1' --reason '…'");
  }

  @Test
  void after_a_rollback_the_way_back_is_never_to_what_was_rolled_back_from() {
    world.run("rollback", "shop/prod", "--reason", "5xx").ok();
    assertThat(get().ok().out())
        .contains("NOW      1.0.1 (sha256:%s, #3), by rollback".formatted(hex(1)))
        .contains("why: 5xx")
        .contains("not 1.0.2 (sha256:" + hex(2) + ", #2): it was rolled back from")
        .doesNotContain("SAFE ");
  }

  @Test
  void what_was_rolled_back_from_is_chosen_by_nobody_and_its_command_is_the_last_line() {
    world.run("rollback", "shop/prod", "--reason", "5xx").ok();
    var ran = get().ok();
    assertThat(ran.out())
        .contains("BACK TO  none is chosen by itself; by name, as below")
        .doesNotContain("NOTHING");
    assertThat(ran.lastLine()).isEqualTo("tagtrail rollback shop/prod --to '#2' --reason '…'");
    // And it does what the line says.
    world.run("rollback", "shop/prod", "--to", "#2", "--reason", "it was not that").ok();
  }

  @Test
  void what_was_rolled_back_from_and_blocked_is_named_by_no_command() {
    world.run("rollback", "shop/prod", "--reason", "5xx").ok();
    world.run("block", "shop", World.digest(2).toString(), "--reason", "CVE").ok();
    var ran = get().ok();
    assertThat(ran.out()).contains("BACK TO  NOTHING that was live here can be gone back to");
    assertThat(ran.lastLine()).isEqualTo("tagtrail history shop/prod");
  }

  @Test
  void what_was_rolled_back_from_before_the_window_is_named_by_no_command() {
    world.run("rollback", "shop/prod", "--reason", "5xx").ok();
    world.clock.advance(Duration.ofDays(91));
    assertThat(get().ok().lastLine()).isEqualTo("tagtrail history shop/prod");
    world.run("rollback", "shop/prod", "--to", "#2", "--reason", "x").exits(3);
  }

  @Test
  void a_record_that_is_pending_says_why() {
    world.registry.attachFails =
        FakeRegistry.failure(Kind.DENIED, Applied.NO, 403, "PUT referrer: 403");
    world.release(3);
    assertThat(get().ok().out())
        .contains("record on the bundle: PENDING, tried once in vain: PUT referrer: 403");
  }

  @Test
  void the_run_and_its_address_are_shown_where_they_are_known() {
    world.environment.putAll(
        java.util.Map.of(
            "GITLAB_CI", "true",
            "CI_PIPELINE_ID", "815",
            "CI_PROJECT_PATH", "acme/shop",
            "CI_JOB_NAME", "release",
            "GITLAB_USER_LOGIN", "bea",
            "CI_PIPELINE_URL", "https://ci.example/acme/shop/-/pipelines/815"));
    world.release(3);
    assertThat(get().ok().out())
        .contains("by acme/shop/release (gitlab, claimed), started by bea")
        .contains("run gitlab 815 (claimed)")
        .contains("\n         https://ci.example/acme/shop/-/pipelines/815\n");
  }

  @Test
  void an_alias_that_is_not_in_the_ledger_is_not_found_and_can_be_adopted() {
    var ran = world.run("get", "blog/dev").exits(5);
    assertThat(ran.firstLine()).startsWith("PROBLEM  not governed: blog/dev is not in the ledger");
    assertThat(ran.lastLine()).isEqualTo("tagtrail adopt blog/dev");
  }

  @Test
  void a_location_is_as_good_as_a_name() {
    assertThat(world.run("get", "oci://registry.example/acme/shop:prod").ok().out())
        .isEqualTo(get().out());
  }

  @Test
  void the_json_form_has_the_same_answer_in_stable_keys() {
    world.moveOutside("shop/prod", 7);
    var json = world.run("get", "shop/prod", "-o", "json").ok().object();
    assertThat(json.text("alias")).isEqualTo("shop/prod");
    assertThat(json.flag("movedOutside")).isTrue();
    assertThat(json.needObject("now").text("digest")).isEqualTo(World.digest(2).toString());
    assertThat(json.needObject("before").number("sequence")).isEqualTo(1);
    assertThat(json.needObject("registry").text("state")).isEqualTo("differs");
    assertThat(json.needObject("rollback").needObject("target").text("verdict")).isEqualTo("safe");
    assertThat(
            json.objects(
                "problems",
                problem -> {
                  problem.text("text");
                  return problem.needText("kind");
                }))
        .containsExactly("moved-outside");
  }

  @Test
  void asking_writes_nothing_anywhere() {
    long size = world.ledger.head().size();
    int writes = world.registry.writes.size();
    world.moveOutside("shop/prod", 7);
    get().ok();
    assertThat(world.ledger.head().size()).isEqualTo(size);
    assertThat(world.registry.writes).hasSize(writes);
    assertThat(world.ledger.alias(Alias.parse("shop/prod")).movedOutside()).isFalse();
  }

  @Test
  void what_is_configured_elsewhere_is_said_first() {
    var backend = new WorldBackend(world);
    backend.config =
        ConfigReader.parse(
            folder.resolve("tagtrail.yaml"),
            """
            location: other.example/acme/{application}:{environment}
            environments:
              dev: {}
              preprod: {after: [dev], required: [mover]}
              prod: {after: [preprod], required: [mover]}
            applications: {shop: {}}
            """,
            Map.of());
    world.backend = backend;
    var ran = get().ok();
    assertThat(ran.firstLine()).startsWith("PROBLEM  configured elsewhere: ");
    assertThat(ran.out()).contains("other.example/acme/shop:prod");
    assertThat(ran.out().replaceAll("\\s+", " "))
        .contains("refused until tagtrail adopt shop/prod --relocate");
    assertThat(world.run("get", "shop/prod", "-o", "json").ok().out())
        .contains("\"configured-elsewhere\"");
    world.run("promote", "shop/preprod", "shop/prod", "--dry-run").exits(3);
  }
}
