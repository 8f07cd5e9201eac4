package io.tagtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.cli.world.World;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopsTest {
  @TempDir Path folder;
  World world;

  @BeforeEach
  void one_release() {
    world = new World(folder).release(1);
  }

  @Test
  void a_hold_is_set_once_and_released() {
    assertThat(world.run("hold", "shop/prod", "--reason", "sale").ok().out())
        .startsWith("shop/prod is on hold for forward moves (entry ");
    assertThat(world.run("hold", "shop/prod", "--reason", "sale").ok().out())
        .contains("already")
        .contains("nothing was written");
    assertThat(world.run("unhold", "shop/prod").ok().out()).contains("is no longer on hold");
    assertThat(world.run("unhold", "shop/prod").ok().out()).contains("nothing to release");
  }

  @Test
  void a_block_takes_a_digest_or_a_place_and_stops_every_environment() {
    assertThat(world.run("block", "shop", "shop/prod#1", "--reason", "CVE").ok().out())
        .startsWith(
            "shop/prod#1 (sha256:%s) of shop is blocked (entry "
                .formatted(World.digest(1).shortHex()));
    world.release(2);
    world.run("rollback", "shop/dev", "--to", "#1", "--reason", "x").exits(3);
    world.run("unblock", "shop", World.digest(1).toString()).ok();
  }

  @Test
  void a_block_takes_the_beginning_of_a_digest_that_was_live_and_of_no_other() {
    var shown = World.digest(1).shortHex();
    world.run("block", "shop", shown, "--reason", "CVE").ok();
    assertThat(world.run("block", "shop", "sha256:" + shown, "--reason", "CVE").ok().out())
        .contains("already");
    assertThat(
            world
                .run("block", "shop", World.digest(5).shortHex(), "--reason", "x")
                .exits(2)
                .err()
                .replaceAll("\\s+", " "))
        .contains("give the whole digest");
    assertThat(
            world
                .run("block", "blog", shown, "--reason", "x")
                .exits(2)
                .err()
                .replaceAll("\\s+", " "))
        .contains("nothing that was live at blog");
    assertThat(world.run("block", "shop", "1.0.1", "--reason", "x").exits(2).err())
        .contains("not a bundle: '1.0.1'");
  }

  @Test
  void setting_a_stop_needs_a_reason() {
    assertThat(world.run("hold", "shop/prod").exits(2).err()).contains("--reason");
    assertThat(world.run("block", "shop", "shop/prod").exits(2).err()).contains("--reason");
  }

  @Test
  void until_is_a_time_to_come() {
    world.run("hold", "shop/prod", "--until", "2d", "--reason", "x").ok();
    world.run("hold", "shop/prod", "--until", "2026-03-01T00:00:00Z", "--reason", "x").ok();
    assertThat(
            world.run("hold", "shop/prod", "--until", "2020-01-01", "--reason", "x").exits(2).err())
        .contains("has passed");
    assertThat(
            world
                .run("hold", "shop/prod", "--until", "soon", "--reason", "x")
                .exits(2)
                .err()
                .replaceAll("\\s+", " "))
        .contains("30min, 4h, 2d");
    world.run("hold", "shop/prod", "--until", "2.hours.ago", "--reason", "x").exits(2);
  }
}
