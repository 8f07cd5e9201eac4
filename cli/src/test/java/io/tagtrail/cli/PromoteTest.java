package io.tagtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.cli.world.FakeRegistry;
import io.tagtrail.cli.world.World;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromoteTest {
  @TempDir Path folder;
  World world;

  @BeforeEach
  void empty() {
    world = new World(folder);
  }

  private static String hex(int n) {
    return World.digest(n).shortHex();
  }

  @Test
  void it_says_what_happened_in_the_first_line_and_then_shows_the_whole_channel_map() {
    world.release(1);
    var ran = world.run("promote", world.push("shop/dev", 2), "shop/dev").ok();
    assertThat(ran.out())
        .isEqualTo(
            """
            shop/dev is now 1.0.2 (sha256:%s, #2), before: 1.0.1 (#1)

              ALIAS         SEQ  RELEASE  BUNDLE        SINCE        STATE
            > shop/dev      #2   1.0.2    %s  just now     ok by ledger
              shop/preprod  #1   1.0.1    %s  119 min ago  ok by ledger
              shop/prod     #1   1.0.1    %s  59 min ago   ok by ledger
            """
                .formatted(hex(2), hex(2), hex(1), hex(1)));
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void a_bundle_without_a_release_is_called_by_its_digest() {
    var bundle = World.bundle(9, "unfit\u0007release", "main@sha1:%040x".formatted(9));
    world.registry.push(
        io.tagtrail.core.model.Location.parse("registry.example/acme/shop:x"), bundle);
    assertThat(world.run("promote", ":x", "shop/dev").ok().firstLine())
        .isEqualTo("shop/dev is now sha256:%s (#1)".formatted(bundle.digest().shortHex()));
  }

  @Test
  void what_is_there_already_is_ok_and_writes_nothing() {
    world.run("promote", world.push("shop/dev", 1), "shop/dev").ok();
    int writes = world.registry.writes.size();
    assertThat(world.run("promote", ":build-1", "shop/dev").ok().out())
        .startsWith("shop/dev is sha256:%s (#1) already: nothing was written".formatted(hex(1)));
    assertThat(world.registry.writes).hasSize(writes);
  }

  @Test
  void a_run_that_is_repeated_does_not_lie() {
    world.push("shop/dev", 1);
    world.push("shop/dev", 2);
    world.run("promote", ":build-1", "shop/dev", "--pipeline", "10", "--attempt", "1").ok();
    assertThat(
            world
                .run("promote", ":build-1", "shop/dev", "--pipeline", "10", "--attempt", "1")
                .ok()
                .out())
        .contains("this same request was carried out");
    world.run("promote", ":build-2", "shop/dev", "--pipeline", "11").ok();
    var late = world.run("promote", ":build-1", "shop/dev", "--pipeline", "10", "--attempt", "1");
    late.exits(4);
    assertThat(late.out()).isEmpty();
    assertThat(late.err())
        .startsWith("superseded: ")
        .contains("shop/dev is sha256:%s since".formatted(hex(2)))
        .endsWith("tagtrail history shop/dev\n");
  }

  @Test
  void another_digest_than_expected_is_a_conflict_that_names_the_actual_one() {
    world.run("promote", world.push("shop/dev", 1), "shop/dev").ok();
    var ran =
        world
            .run(
                "promote",
                world.push("shop/dev", 2),
                "shop/dev",
                "--expect",
                World.digest(5).toString())
            .exits(4);
    assertThat(ran.err())
        .contains("shop/dev is sha256:" + hex(1))
        .contains("expected was sha256:" + hex(5))
        .contains("shop/dev is unchanged");
  }

  @Test
  void over_an_outside_move_nothing_goes_forward_unless_it_is_named() {
    world.run("promote", world.push("shop/dev", 1), "shop/dev").ok();
    world.moveOutside("shop/dev", 7);
    world.push("shop/dev", 8);
    var ran = world.run("promote", ":build-8", "shop/dev").exits(8);
    assertThat(ran.err()).contains("it was moved outside").contains("--expect");
    world.run("promote", ":build-8", "shop/dev", "--expect", World.digest(7).toString()).ok();
  }

  @Test
  void a_refusal_names_each_failed_check_and_how_to_go_on() {
    world.run("promote", world.push("shop/dev", 1), "shop/dev").ok();
    world.run("hold", "shop/prod", "--reason", "sale").ok();
    var ran = world.run("promote", "shop/dev", "shop/prod").exits(3);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().replaceAll("\\s+", " "))
        .contains("refused: sha256:%s; shop/prod is unchanged".formatted(hex(1)))
        .contains("- order: it was not live in shop/preprod")
        .contains("- hold: forward moves are on hold")
        .contains("next: tagtrail unhold shop/prod --reason");
  }

  @Test
  void a_dry_run_fails_where_the_real_thing_would_and_writes_nothing_where_it_would_not() {
    world.run("promote", world.push("shop/dev", 1), "shop/dev").ok();
    long size = world.ledger.head().size();
    int writes = world.registry.writes.size();
    world.run("promote", "shop/dev", "shop/prod", "--dry-run").exits(3);
    world.run("promote", ":nothing", "shop/dev", "--dry-run").exits(5);
    world.push("shop/dev", 2);
    world
        .run("promote", ":build-2", "shop/dev", "--dry-run", "--expect", World.digest(4).toString())
        .exits(4);
    var ran = world.run("promote", ":build-2", "shop/dev", "--dry-run").ok();
    assertThat(ran.out())
        .startsWith("dry run: would make shop/dev = sha256:%s (#2)".formatted(hex(2)))
        .contains("- pass order");
    assertThat(world.ledger.head().size()).isEqualTo(size);
    assertThat(world.registry.writes).hasSize(writes);
  }

  @Test
  void a_registry_that_is_away_is_unavailable_and_says_what_is_unchanged() {
    world.push("shop/dev", 1);
    world.registry.readsFail =
        FakeRegistry.failure(
            Kind.UNAVAILABLE, Applied.NO, 503, "HEAD registry.example answered 503");
    var ran = world.run("promote", ":build-1", "shop/dev").exits(6);
    assertThat(ran.err())
        .startsWith("error: registry unavailable (status 503): HEAD registry.example")
        .contains("next: try again");
  }

  @Test
  void a_denied_write_names_the_credentials_as_what_to_look_at() {
    world.push("shop/dev", 1);
    world.registry.putsFail = FakeRegistry.failure(Kind.DENIED, Applied.NO, 403, "PUT: 403");
    var ran = world.run("promote", ":build-1", "shop/dev").exits(6);
    assertThat(ran.err()).contains("registry denied it (status 403)").contains("credentials");
  }

  @Test
  void a_write_without_an_answer_is_unfinished_and_names_the_verb_that_settles_it() {
    world.push("shop/dev", 1);
    world.registry.putsFail =
        FakeRegistry.failure(Kind.UNAVAILABLE, Applied.UNKNOWN, 0, "connection reset");
    var ran = world.run("promote", ":build-1", "shop/dev").exits(7);
    assertThat(ran.err())
        .startsWith("unfinished: promotion #1 of shop/dev")
        .endsWith("tagtrail settle shop/dev\n");
  }

  @Test
  void a_record_that_cannot_be_attached_is_a_note_and_no_failure() {
    world.registry.attachFails =
        FakeRegistry.failure(Kind.UNAVAILABLE, Applied.NO, 502, "PUT referrer: 502");
    var ran = world.run("promote", world.push("shop/dev", 1), "shop/dev").ok();
    assertThat(ran.out()).startsWith("shop/dev is now 1.0.1");
    assertThat(ran.err()).startsWith("note: the record on the bundle is pending (1): PUT referrer");
  }

  @Test
  void the_json_form_carries_the_outcome_of_each_kind() {
    world.push("shop/dev", 1);
    var moved = world.run("promote", ":build-1", "shop/dev", "-o", "json").ok().object();
    assertThat(moved.text("outcome")).isEqualTo("moved");
    assertThat(moved.needObject("entry").text("digest")).isEqualTo(World.digest(1).toString());
    assertThat(
            world
                .run("-o", "json", "promote", ":build-1", "shop/dev")
                .ok()
                .object()
                .text("outcome"))
        .isEqualTo("unchanged");
    var refused = world.run("promote", "shop/dev", "shop/prod", "-o", "json").exits(3).object();
    assertThat(refused.text("outcome")).isEqualTo("refused");
  }

  @Test
  void in_a_pipeline_the_workload_moves_and_the_person_is_only_in_the_side_record() {
    world.environment.putAll(
        Map.of(
            "GITHUB_ACTIONS", "true",
            "GITHUB_RUN_ID", "4711",
            "GITHUB_RUN_ATTEMPT", "2",
            "GITHUB_REPOSITORY", "acme/shop",
            "GITHUB_SERVER_URL", "https://github.com",
            "GITHUB_ACTOR", "bea"));
    var entry =
        world
            .run("promote", world.push("shop/dev", 1), "shop/dev", "-o", "json")
            .ok()
            .object()
            .needObject("entry");
    assertThat(entry.text("mover")).contains("bea");
    assertThat(entry.text("moverStatus")).isEqualTo("claimed");
    assertThat(entry.text("runUrl"))
        .isEqualTo("https://github.com/acme/shop/actions/runs/4711/attempts/2");
    var event = world.ledger.all().getLast().event();
    assertThat(event.facts().mover().subject()).isEqualTo("acme/shop");
    assertThat(event.toJson().canonical()).doesNotContain("bea");
  }

  @Test
  void allowing_an_older_bundle_needs_a_reason_before_anything_else() {
    world.run("promote", ":x", "shop/dev", "--allow-older").exits(2);
    world.push("shop/dev", 1);
    world.run("promote", world.push("shop/dev", 2), "shop/dev").ok();
    assertThat(world.run("promote", ":build-1", "shop/dev").exits(3).err())
        .contains("stale-pipeline");
    world.run("promote", ":build-1", "shop/dev", "--allow-older", "--reason", "as asked").ok();
  }
}
