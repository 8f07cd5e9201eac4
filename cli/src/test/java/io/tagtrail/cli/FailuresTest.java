package io.tagtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.cli.world.FakeRegistry;
import io.tagtrail.cli.world.World;
import io.tagtrail.cli.world.WorldBackend;
import io.tagtrail.core.ledger.BrokenChainException;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import io.tagtrail.server.config.ConfigException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailuresTest {
  @TempDir Path folder;
  World world;
  WorldBackend backend;

  @BeforeEach
  void one_release() {
    world = new World(folder).release(1);
    backend = new WorldBackend(world);
    world.backend = backend;
  }

  @ParameterizedTest
  @CsvSource({"UNAVAILABLE,6", "CORRUPT,9", "REFUSED,3", "UNKNOWN_OUTCOME,7"})
  void each_failure_of_the_ledger_has_its_code(LedgerException.Kind kind, int code) {
    backend.opensWith = new LedgerException(kind, "the disk is full");
    var ran = world.run("get", "shop/prod").exits(code);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("the disk is full").contains("next:");
  }

  @Test
  void a_registry_that_is_away_leaves_the_alias_as_it_is_and_that_is_said() {
    world.release(2);
    world.push("shop/dev", 3);
    world.registry.readsFail =
        FakeRegistry.failure(Kind.UNAVAILABLE, Applied.NO, 0, "connection refused.");
    assertThat(world.run("promote", ":build-3", "shop/dev").exits(6).err())
        .contains("registry unavailable: connection refused.", "shop/dev is unchanged\n");
    assertThat(world.run("rollback", "shop/prod", "--to", "#1", "--reason", "x").exits(6).err())
        .contains("shop/prod is unchanged\n");
    assertThat(world.run("adopt", "blog/dev").exits(6).err()).contains("blog/dev is unchanged\n");
    backend.opensWith =
        FakeRegistry.failure(Kind.UNAVAILABLE, Applied.NO, 0, "connection refused.");
    assertThat(world.run("verify", "shop/prod").exits(6).err())
        .contains("--offline verifies by the ledger alone")
        .doesNotContain("is unchanged");
  }

  @Test
  void a_file_that_cannot_be_read_says_why_without_the_name_of_a_class() {
    assertThat(world.run("doctor", "shop/prod", "--runbook", "/nonexist").exits(2).err())
        .contains("the runbook /nonexist cannot be read: there is no such file or folder")
        .doesNotContain("java.");
    assertThat(world.run("init", "--from-flux", "none.yaml").exits(2).err())
        .contains("none.yaml cannot be read: there is no such file or folder")
        .doesNotContain("java.");
    assertThat(world.run("doctor", "shop/prod", "--cluster-rights", "eu=none.txt").exits(2).err())
        .contains("none.txt cannot be read")
        .doesNotContain("Exception");
  }

  @Test
  void where_nobody_is_named_it_is_said_before_and_shown_after() {
    world.release(2);
    world.environment.clear();
    var ran = world.run("rollback", "shop/prod", "--reason", "5xx").ok();
    assertThat(ran.err()).contains("the record names nobody").contains("--mover NAME");
    assertThat(world.run("get", "shop/prod").ok().out()).contains("by nobody named");
    assertThat(
            world
                .run("rollback", "shop/prod", "--to", "#2", "--reason", "x", "--mover", "bea")
                .ok()
                .err())
        .doesNotContain("--mover");
  }

  @Test
  void a_chain_that_is_broken_is_corrupt() {
    backend.opensWith = new BrokenChainException("entry 7 does not follow");
    assertThat(world.run("get", "shop/prod").exits(9).err())
        .startsWith("error: the ledger does not verify: entry 7 does not follow");
  }

  @Test
  void a_configuration_that_does_not_hold_is_usage() {
    backend.opensWith = new ConfigException("tagtrail.yaml:3: no such key");
    assertThat(world.run("get", "shop/prod").exits(2).err()).contains("tagtrail.yaml:3");
  }

  @Test
  void an_internal_error_is_one_line_and_its_trace_is_for_debug_only() {
    backend.opensWith = new IllegalStateException("boom\u001b[2J");
    var ran = world.run("get", "shop/prod").exits(1);
    assertThat(ran.err())
        .isEqualTo("internal error, please report: IllegalStateException: boom<U+001B>[2J\n");
    assertThat(world.run("get", "shop/prod", "--debug").exits(1).err()).contains("FailuresTest");
  }

  @Test
  void an_answer_that_cannot_be_written_is_no_success() {
    world.out =
        new Writer() {
          @Override
          public void write(char[] text, int from, int length) throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    assertThat(world.run("get", "shop/prod").exits(1).err())
        .isEqualTo("error: done, but the answer cannot be written (is a disk full?)\n");
  }

  @Test
  void a_ledger_that_does_not_verify_lists_what_does_not_hold() {
    world.run("ledger", "check").ok();
    backend.problems = List.of("entry 3: the leaf hash is another");
    assertThat(world.run("ledger", "check").exits(9).out())
        .startsWith("the ledger DOES NOT VERIFY: 1 problems in ")
        .contains("- entry 3: the leaf hash is another");
    world.run("ledger", "rebuild").exits(9);
  }

  @Test
  void erasing_without_a_terminal_needs_yes_and_with_one_is_asked() {
    world.run("ledger", "erase", "shop/prod#1").exits(2);
    world.interactive = true;
    world.input = "n\n";
    world.run("ledger", "erase", "shop/prod#1").exits(3);
    world.input = "y\n";
    world.run("ledger", "erase", "shop/prod#1").ok();
  }

  @ParameterizedTest
  @EnumSource(ExitCode.class)
  void the_help_lists_every_exit_code(ExitCode code) {
    assertThat(world.run("--help").ok().out().replaceAll("\\s+", " "))
        .contains(" %d %s".formatted(code.code(), code.meaning()));
  }

  @Test
  void the_codes_are_a_contract() {
    assertThat(List.of(ExitCode.values()).stream().map(ExitCode::code))
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    assertThat(ExitCode.MOVED_OUTSIDE.code()).isEqualTo(8);
    assertThat(ExitCode.OK.worse(ExitCode.UNAVAILABLE).worse(ExitCode.MOVED_OUTSIDE))
        .isEqualTo(ExitCode.MOVED_OUTSIDE);
    assertThat(ExitCode.UNFINISHED.worse(ExitCode.UNAVAILABLE)).isEqualTo(ExitCode.UNFINISHED);
  }
}
