package io.tagtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.cli.world.FakeRegistry;
import io.tagtrail.cli.world.World;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// check and settle.
class CheckTest {
  @TempDir Path folder;
  World world;

  @BeforeEach
  void one_release() {
    world = new World(folder).release(1);
  }

  private void unfinished() {
    world.push("shop/dev", 2);
    world.registry.putsFail =
        FakeRegistry.failure(Kind.UNAVAILABLE, Applied.UNKNOWN, 0, "connection reset");
    world.run("promote", ":build-2", "shop/dev").exits(7);
    world.registry.putsFail = null;
  }

  @Test
  void where_all_agree_it_says_so_of_each() {
    var ran = world.run("check").ok();
    assertThat(ran.out()).contains("shop/prod  registry = ledger").contains("blog/dev  is not in");
  }

  @Test
  void an_outside_move_is_recorded_and_is_an_exit_code_of_its_own() {
    world.moveOutside("shop/prod", 7);
    assertThat(world.run("check").exits(8).out())
        .contains("shop/prod  MOVED OUTSIDE, found and recorded just now: outside-move")
        .contains("shop/dev  registry = ledger");
    assertThat(world.run("check", "shop/prod").exits(8).out()).contains("on record already");
  }

  @Test
  void a_name_that_means_nothing_is_found_before_anything_is_looked_at() {
    world.moveOutside("shop/prod", 7);
    long size = world.ledger.head().size();
    assertThat(world.run("check", "shop/prod", "shop/prd").exits(2).err())
        .contains("shop/prd is not configured");
    world.run("settle", "shop/prd").exits(2);
    assertThat(world.ledger.head().size()).isEqualTo(size);
  }

  @Test
  void a_registry_that_is_away_is_unknown_and_never_all_right() {
    world.registry.readsFail = FakeRegistry.failure(Kind.UNAVAILABLE, Applied.NO, 0, "refused");
    assertThat(world.run("check", "shop/prod").exits(6).out())
        .isEqualTo("shop/prod  UNKNOWN, the registry is away: refused\n");
  }

  @Test
  void an_unfinished_move_that_cannot_be_settled_yet_is_unfinished() {
    unfinished();
    assertThat(world.run("settle").exits(7).out()).contains("UNFINISHED move #2");
    world.clock.advance(Duration.ofMinutes(2));
    assertThat(world.run("settle").ok().out()).contains("got its outcome: abandoned");
    assertThat(world.run("settle").ok().out()).isEqualTo("nothing is unfinished\n");
  }

  @Test
  void a_write_that_landed_is_settled_as_the_promotion_that_it_was() {
    world.push("shop/dev", 2);
    world.registry.putsFail =
        FakeRegistry.failure(Kind.UNAVAILABLE, Applied.UNKNOWN, 0, "connection reset");
    world.registry.lands = true;
    // The answer was lost, and reading back finds it.
    world.run("promote", ":build-2", "shop/dev").ok();
    world.run("check", "shop/dev").ok();
  }

  @Test
  void settling_attaches_what_is_pending() {
    world.registry.attachFails = FakeRegistry.failure(Kind.UNAVAILABLE, Applied.NO, 502, "502");
    world.run("promote", world.push("shop/dev", 2), "shop/dev").ok();
    world.registry.attachFails = null;
    world.clock.advance(Duration.ofHours(1));
    world.run("settle").ok();
    assertThat(world.ledger.pending()).isZero();
  }
}
