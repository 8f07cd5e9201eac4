package io.tagtrail.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.model.Alias;
import io.tagtrail.process.Workshop;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole story of the command line, before one registry: promote, an outside move, the
/// questions, roll back, a re-run, what is on the bundle, and a registry that is away.
abstract class RegistryStory {
  private static final Alias PROD = new Alias("app0", "prod");

  @TempDir Path folder = Path.of("set by JUnit");

  abstract String host();

  /// Ends the registry; afterwards [#back] starts it again with what it had.
  abstract void away() throws Exception;

  abstract void back() throws Exception;

  private Workshop workshop() throws Exception {
    return new Workshop(folder.resolve("work"), host(), 2);
  }

  @Test
  void promote_get_and_roll_back() throws Exception {
    var workshop = workshop();
    var one = workshop.push("app0", 1);
    var two = workshop.push("app0", 2);
    assertThat(workshop.run("promote", ":build-1", "app0/prod").ok().out()).contains("is now");
    assertThat(workshop.run("promote", ":build-2", "app0/prod").ok().out()).contains("#2");
    assertThat(workshop.tag("app0", "prod")).isEqualTo(two);
    assertThat(workshop.tag("app0", "prod.1")).as("kept").isEqualTo(one);
    assertThat(workshop.tag("app0", "prod.2")).as("kept").isEqualTo(two);

    var get = workshop.run("get", "app0/prod").ok().out();
    assertThat(get).contains("NOW").contains(two.shortHex()).contains("SAFE").contains("#1");
    assertThat(get.lines()).allMatch(line -> line.length() <= 80);

    workshop.run("rollback", "app0/prod", "--reason", "2 is bad").ok();
    assertThat(workshop.tag("app0", "prod")).isEqualTo(one);
    workshop.run("verify", "app0/prod").ok();
    workshop.run("ledger", "check").ok();
    workshop.run("check").ok();
  }

  @Test
  void an_outside_move_is_found_recorded_and_rolled_back_from() throws Exception {
    var workshop = workshop();
    var one = workshop.push("app0", 1);
    workshop.run("promote", ":build-1", "app0/prod").ok();
    workshop.moveOutside("app0", "prod", 7);

    assertThat(workshop.run("check", "app0/prod").exit()).isEqualTo(8);
    assertThat(workshop.run("get", "app0/prod").out()).startsWith("PROBLEM");
    workshop.push("app0", 2);
    assertThat(workshop.run("promote", ":build-2", "app0/prod").exit())
        .as("a forward move has to name what is there")
        .isIn(4, 8);
    workshop.run("rollback", "app0/prod", "--reason", "not ours").ok();

    assertThat(workshop.tag("app0", "prod")).isEqualTo(one);
    try (var ledger = workshop.ledger()) {
      assertThat(ledger.changes(PROD, Long.MAX_VALUE, 9))
          .extracting(entry -> entry.event().kind())
          .containsExactly(EventKind.ROLLBACK, EventKind.OUTSIDE_MOVE, EventKind.PROMOTION);
      assertThat(ledger.check().findings()).isEmpty();
    }
  }

  @Test
  void a_tag_that_is_there_is_adopted_with_what_was_before_it() throws Exception {
    var workshop = workshop();
    var old = workshop.push("app1", 1);
    workshop.moveOutside("app1", "prod", 2);
    assertThat(workshop.run("promote", ":build-1", "app1/prod").exit()).isEqualTo(3);
    workshop.run("adopt", "app1/prod", "--previous", old.toString()).ok();
    assertThat(workshop.run("get", "app1/prod").ok().out())
        .contains(old.shortHex())
        .contains("SAFE");
    workshop.run("rollback", "app1/prod", "--reason", "back to before Tagtrail").ok();
    assertThat(workshop.tag("app1", "prod")).isEqualTo(old);
  }

  @Test
  void a_bundle_comes_from_another_repository_whole() throws Exception {
    var workshop = workshop();
    var digest = workshop.push("app1", 5);
    workshop.run("promote", workshop.repository("app1") + "@" + digest, "app0/prod").ok();
    assertThat(workshop.tag("app0", "prod")).isEqualTo(digest);
    workshop.run("verify", "app0/prod").ok();
  }

  @Test
  void a_re_run_does_not_lie() throws Exception {
    var workshop = workshop();
    workshop.push("app0", 1);
    workshop.push("app0", 2);
    workshop.run("promote", ":build-1", "app0/prod", "--pipeline", "100").ok();
    assertThat(workshop.run("promote", ":build-1", "app0/prod", "--pipeline", "100").ok().out())
        .doesNotContain("is now");
    workshop.run("promote", ":build-2", "app0/prod", "--pipeline", "101").ok();
    workshop.run("rollback", "app0/prod", "--reason", "bad").ok();
    assertThat(workshop.run("promote", ":build-2", "app0/prod", "--pipeline", "101").exit())
        .isEqualTo(4);
  }

  @Test
  void without_the_registry_the_ledger_answers_and_nothing_is_called_safe() throws Exception {
    var workshop = workshop();
    var one = workshop.push("app0", 1);
    workshop.push("app0", 2);
    workshop.run("promote", ":build-1", "app0/prod").ok();
    workshop.run("promote", ":build-2", "app0/prod").ok();
    away();
    try {
      var get = workshop.run("get", "app0/prod");
      assertThat(get.out()).startsWith("PROBLEM").contains(one.shortHex()).contains("UNKNOWN");
      assertThat(get.out()).doesNotContain("SAFE");
      assertThat(workshop.run("rollback", "app0/prod", "--reason", "x").exit()).isEqualTo(6);
      assertThat(workshop.run("check").exit()).isEqualTo(6);
    } finally {
      back();
    }
    workshop.run("check").ok();
    workshop.run("rollback", "app0/prod", "--reason", "x").ok();
  }
}
