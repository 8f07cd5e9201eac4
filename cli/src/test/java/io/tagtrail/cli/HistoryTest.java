package io.tagtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.cli.world.World;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  @TempDir Path folder;
  World world;

  @BeforeEach
  void a_story() {
    world = new World(folder).release(1).release(2);
    world.run("rollback", "shop/prod", "--reason", "5xx after the move").ok();
    world.release(3);
  }

  private List<Long> sequences(String... arguments) {
    return world
        .run(arguments)
        .ok()
        .object()
        .objects(
            "entries",
            entry -> {
              entry.names().forEach(entry::any);
              return entry.needNumber("sequence");
            });
  }

  @Test
  void what_was_rolled_back_stays_and_is_marked() {
    var out = world.run("history", "shop/prod").ok().out();
    assertThat(out.lines().filter(line -> line.startsWith("#")).map(line -> line.substring(0, 2)))
        .containsExactly("#4", "#3", "#2", "#1");
    assertThat(out.lines().filter(line -> line.endsWith("rolled back")))
        .singleElement()
        .asString()
        .startsWith("#2");
    assertThat(out).contains("why: 5xx after the move").contains("brings back #1");
  }

  @Test
  void on_a_terminal_it_is_struck_out_and_without_colour_it_is_not() {
    world.terminal = true;
    assertThat(world.run("history", "shop/prod").ok().out()).contains("\u001b[2;9m#2");
    world.environment.put("NO_COLOR", "1");
    assertThat(world.run("history", "shop/prod").ok().out()).doesNotContain("\u001b");
  }

  @Test
  void a_range_has_both_its_ends() {
    assertThat(sequences("history", "shop/prod#2..#3", "-o", "json")).containsExactly(3L, 2L);
    assertThat(sequences("history", "shop/prod#3..", "-o", "json")).containsExactly(4L, 3L);
    assertThat(sequences("history", "shop/prod#2..shop/prod#3", "-o", "json"))
        .containsExactly(3L, 2L);
    assertThat(sequences("history", "shop/prod~1..", "-o", "json")).containsExactly(4L, 3L);
    assertThat(sequences("history", "shop/prod#2", "-o", "json")).containsExactly(2L);
  }

  @Test
  void inside_a_range_too_it_is_known_what_was_rolled_back_later() {
    assertThat(world.run("history", "shop/prod#1..#2").ok().out()).contains("rolled back");
  }

  @Test
  void as_many_as_are_asked_for() {
    assertThat(sequences("history", "shop/prod", "-n", "2", "-o", "json")).containsExactly(4L, 3L);
  }

  @Test
  void all_entries_are_there_on_demand() {
    var out = world.run("history", "shop/prod", "--all").ok().out();
    assertThat(out).contains("authorisation").contains("promotion");
  }

  @Test
  void an_empty_history_and_an_empty_range_are_not_found() {
    world.run("history", "blog/dev").exits(5);
    world.run("history", "shop/prod#90..#99").exits(5);
    world.run("history", "shop/prod#3..#2").exits(2);
    world.run("history", "shop/prod#2..", "--all").exits(2);
  }
}
