package io.tagtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.cli.out.Columns;
import io.tagtrail.cli.world.FakeRegistry;
import io.tagtrail.cli.world.Ran;
import io.tagtrail.cli.world.World;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever bundles, registries and people say, no line is wider than the terminal, and nothing
/// that could steer it gets through.
class WidthTest {
  private static final String NAME = "a".repeat(63);
  private static final String ALIAS = NAME + "/" + NAME;
  private static final String HOSTILE = "\u001b[31m\u202Eevil\u0007\r\n\u200B" + "長い".repeat(200);

  /// Within the bounds of the contract, and as nasty as they allow.
  private static final String WIDE = "幅広い名前".repeat(12) + "e\u0301\u0301" + "x".repeat(50);

  @TempDir Path folder;

  private World world() {
    var world =
        new World(
            folder,
            """
            version: 1
            location: registry.example/%s/{application}:{environment}
            environments: {%s: {required: []}}
            applications: {%s: {}}
            """
                .formatted("r/".repeat(40) + "r", NAME, NAME));
    for (int i = 1; i <= 3; i++) {
      var at = Location.parse(world.location(ALIAS).repository() + ":" + "t".repeat(100) + i);
      world.registry.push(at, World.bundle(i, WIDE + i, "main@sha1:" + WIDE.substring(0, 40)));
      world
          .run(
              "promote",
              at.toString(),
              ALIAS,
              "--mover",
              WIDE,
              "--reason",
              WIDE + " " + WIDE,
              "--pipeline",
              "p".repeat(250),
              "--run-url",
              "https://ci.example/" + "u".repeat(1000))
          .ok();
    }
    return world;
  }

  private static void fits(Ran ran, int width) {
    for (var text : List.of(ran.out(), ran.err())) {
      for (var line : text.lines().toList()) {
        assertThat(Columns.of(line)).as(line).isLessThanOrEqualTo(width);
      }
      assertThat(text.chars().filter(c -> c != '\n').noneMatch(Character::isISOControl)).isTrue();
      assertThat(text).doesNotContain("\u202E", "\u200B");
    }
  }

  private static void allFit(World world) {
    for (int width : new int[] {60, 80, 120}) {
      world.width = width;
      fits(world.run("get", ALIAS), width);
      fits(world.run("history", ALIAS), width);
      fits(world.run("history", ALIAS, "--all"), width);
      fits(world.run("list"), width);
      fits(world.run("list", NAME), width);
      fits(world.run("list", "--problems"), width);
      fits(world.run("search", "p".repeat(250)), width);
      fits(world.run("verify", ALIAS), width);
      fits(world.run("check"), width);
      fits(world.run("ledger", "head"), width);
      fits(world.run("entries"), width);
      fits(world.run("policy", "show", ALIAS), width);
      fits(world.run("can-i", ALIAS), width);
      fits(world.run("approve", ALIAS, "#1"), width);
      fits(world.run("config", "check"), width);
      fits(world.run("rollback", ALIAS, "--reason", "x", "--dry-run"), width);
    }
  }

  @Test
  void why_somebody_may_not_is_never_cut() {
    var world = world();
    world.width = 40;
    assertThat(world.run("can-i", ALIAS).ok().out()).contains("local ledger\n");
  }

  @Test
  void with_the_widest_names_and_labels() {
    var world = world();
    allFit(world);
    world.width = 80;
    fits(world.run("rollback", ALIAS, "--reason", WIDE).ok(), 80);
    allFit(world);
  }

  @Test
  void moved_outside_held_and_blocked() {
    var world = world();
    world.registry.push(world.location(ALIAS), World.bundle(9, HOSTILE, HOSTILE));
    world.run("hold", ALIAS, "--all", "--reason", WIDE).ok();
    world.run("block", NAME, ALIAS + "#1", "--reason", WIDE).ok();
    allFit(world);
  }

  @Test
  void with_a_registry_that_says_hostile_things() {
    var world = world();
    world.registry.readsFail =
        FakeRegistry.failure(Kind.UNAVAILABLE, Applied.NO, 500, "it said: " + HOSTILE);
    allFit(world);
    world.width = 80;
    fits(world.run("promote", ":x", ALIAS).exits(6), 80);
  }

  @Test
  void with_hostile_arguments() {
    var world = world();
    for (var verb : List.of("get", "history", "resolve", "verify", "check", "settle", "list")) {
      fits(world.run(verb, HOSTILE).exits(2), 80);
    }
    fits(world.run("search", HOSTILE).exits(2), 80);
    fits(world.run(HOSTILE).exits(2), 80);
    fits(world.run("promote", HOSTILE, ALIAS).exits(2), 80);
    fits(world.run("rollback", ALIAS, "--to", HOSTILE, "--reason", "x").exits(2), 80);
    fits(world.run("--config", HOSTILE, "get", ALIAS).exits(2), 80);
  }

  @Test
  void the_help_fits_too() {
    var world = world();
    fits(world.run("--help").ok(), 80);
    for (var verb : Verbs.NAMES) {
      fits(world.run(verb, "--help").ok(), 80);
    }
  }

  @Test
  void the_command_to_paste_is_whole_when_the_shell_joins_its_lines() {
    var world = world();
    var out = world.run("get", ALIAS).ok().out();
    var command = out.substring(out.lastIndexOf("\n\n") + 2).replace("\\\n", "");
    assertThat(command.strip().replaceAll(" +", " "))
        .isEqualTo("tagtrail rollback " + ALIAS + " --to '#2' --reason '…'");
  }
}
