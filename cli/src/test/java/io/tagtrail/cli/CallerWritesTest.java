package io.tagtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.cli.world.FakeRegistry;
import io.tagtrail.cli.world.World;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Moves that the job writes with its own right to the registry, and what can go wrong between the
/// authorisation and the confirmation.
class CallerWritesTest {
  private static final Alias PROD = Alias.parse("shop/prod");

  @TempDir Path folder = Path.of("set by JUnit");
  private @Nullable World made;

  @BeforeEach
  void begin() {
    var world =
        new World(
            folder,
            """
            version: 1
            location: registry.example/acme/{application}:{environment}
            environments:
              prod: {required: [], write: {by: caller}}
            applications: {shop: {}}
            """);
    made = world;
    world.push("shop/prod", 1);
    world.push("shop/prod", 2);
    world.run("promote", ":build-1", "shop/prod").ok();
    world.registry.writes.clear();
  }

  private World world() {
    return Objects.requireNonNull(made);
  }

  private Location at(String tag) {
    return Location.parse(world().location("shop/prod").repository() + ":" + tag);
  }

  private void nothingIsOpen() {
    assertThat(world().ledger.alias(PROD).intent()).isNull();
    assertThat(world().registry.tag(at("prod"))).isEqualTo(World.digest(1));
  }

  @Test
  void the_keep_tag_is_put_first_then_the_tag_each_once() {
    assertThat(world().run("promote", ":build-2", "shop/prod").ok().out()).contains("is now");
    assertThat(world().registry.writes)
        .containsExactly(
            "put " + at("prod.2") + " " + World.digest(2).shortHex(),
            "put " + at("prod") + " " + World.digest(2).shortHex());
    assertThat(world().ledger.alias(PROD).governedDigest()).isEqualTo(World.digest(2));
  }

  @Test
  void a_dry_run_writes_nothing_anywhere() {
    world().run("promote", ":build-2", "shop/prod", "--dry-run").ok();
    assertThat(world().registry.writes).isEmpty();
    nothingIsOpen();
  }

  @Test
  void a_registry_that_refuses_the_job_ends_the_move_and_leaves_the_way_free() {
    world().registry.putsFail = FakeRegistry.failure(Kind.DENIED, Applied.NO, 403, "not you");
    assertThat(world().run("promote", ":build-2", "shop/prod").exits(6).err()).contains("not you");
    nothingIsOpen();
    world().registry.putsFail = null;
    world().run("promote", ":build-2", "shop/prod").ok();
  }

  @Test
  void a_move_that_cannot_be_called_off_says_why_it_was_to_be_and_that_it_is_open() {
    world().registry.putsFail = FakeRegistry.failure(Kind.DENIED, Applied.NO, 403, "not you");
    world().registry.meanwhile =
        () ->
            world().registry.readsFail =
                FakeRegistry.failure(Kind.UNAVAILABLE, Applied.NO, 0, "gone away");

    assertThat(world().run("promote", ":build-2", "shop/prod").exits(6).err())
        .contains("not you")
        .contains("#2")
        .contains("is unfinished")
        .contains("tagtrail settle");
    assertThat(world().ledger.alias(PROD).intent()).isNotNull();
  }

  @Test
  void a_refused_put_that_the_tag_shows_all_the_same_is_a_move() {
    world().registry.putsFail = FakeRegistry.failure(Kind.DENIED, Applied.NO, 403, "not you");
    world().registry.meanwhile = () -> world().registry.push(at("prod"), World.bundle(2));

    assertThat(world().run("promote", ":build-2", "shop/prod").ok().out()).contains("is now");
    assertThat(world().ledger.alias(PROD).governedDigest()).isEqualTo(World.digest(2));
    assertThat(world().ledger.alias(PROD).intent()).isNull();
  }

  @Test
  void a_put_of_which_nobody_knows_is_read_back_by_the_ledger() {
    world().registry.putsFail =
        FakeRegistry.failure(Kind.UNAVAILABLE, Applied.UNKNOWN, 0, "cut off");
    world().registry.lands = true;
    assertThat(world().run("promote", ":build-2", "shop/prod").ok().out()).contains("is now");
    assertThat(world().registry.writes.stream().filter(each -> each.contains(":prod ")))
        .as("never put twice")
        .hasSize(1);
    assertThat(world().registry.tag(at("prod"))).isEqualTo(World.digest(2));
  }

  @Test
  void a_keep_tag_of_another_bundle_is_not_written_over() {
    world().registry.push(at("prod.2"), World.bundle(7));
    var ran = world().run("promote", ":build-2", "shop/prod");
    assertThat(ran.exit()).isIn(3, 6);
    assertThat(world().registry.tag(at("prod.2"))).isEqualTo(World.digest(7));
    nothingIsOpen();
  }

  @Test
  void an_unfinished_one_can_be_confirmed_or_given_up_later() {
    world().run("promote", ":build-2", "shop/prod", "--no-write").ok();
    assertThat(world().registry.writes).isEmpty();
    assertThat(world().run("get", "shop/prod").ok().out()).contains("unfinished");
    world().run("cancel", "shop/prod").ok();
    nothingIsOpen();
    world().run("confirm", "shop/prod").exits(5);
  }

  @Test
  void a_bundle_from_elsewhere_is_copied_by_the_job() {
    var elsewhere = Location.parse("builds.example/acme/shop:b3");
    world().registry.push(elsewhere, World.bundle(3));
    world().run("promote", elsewhere.toString(), "shop/prod").ok();
    assertThat(world().registry.writes.getFirst()).startsWith("copy ");
    assertThat(world().registry.tag(at("prod"))).isEqualTo(World.digest(3));
    assertThat(world().run("promote", "builds.example/acme/shop:none", "shop/prod").exits(5).err())
        .contains("no bundle at");
  }

  @Test
  void a_rollback_is_written_by_the_job_too() {
    world().run("promote", ":build-2", "shop/prod").ok();
    world().run("rollback", "shop/prod", "--reason", "bad").ok();
    assertThat(world().registry.tag(at("prod"))).isEqualTo(World.digest(1));
  }
}
