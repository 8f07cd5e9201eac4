package io.tagtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.cli.world.FakeRegistry;
import io.tagtrail.cli.world.World;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// list, resolve, search, verify.
class AskingTest {
  @TempDir Path folder;
  World world;

  @BeforeEach
  void two_releases() {
    world = new World(folder).release(1).release(2);
  }

  @Test
  void the_board_is_applications_by_environments() {
    assertThat(world.run("list").ok().out())
        .startsWith(
            """
            APPLICATION  dev         preprod     prod
            blog         -           -           -
            shop         1.0.2 (#2)  1.0.2 (#2)  1.0.2 (#2)
            """)
        .doesNotContain("PROBLEM")
        .endsWith("by the ledger alone (--live asks the registries)\n");
  }

  @Test
  void of_one_application_the_board_is_its_channel_map() {
    assertThat(world.run("list", "shop").ok().out())
        .contains("  shop/prod     #2   1.0.2")
        .doesNotContain("blog");
    world.run("list", "nothing").exits(5);
    world.run("list", "Not A Name").exits(2);
  }

  @Test
  void problems_alone_are_found_by_asking_the_registries() {
    world.moveOutside("shop/prod", 7);
    assertThat(world.run("list", "shop", "--problems").ok().out())
        .contains("shop/prod moved outside: the tag is sha256:" + World.digest(7).shortHex())
        .doesNotContain("shop/dev");
  }

  @Test
  void the_board_marks_what_is_on_record_as_moved_outside() {
    world.moveOutside("shop/prod", 7);
    world.run("check").exits(8);
    assertThat(world.run("list").ok().out())
        .contains("1.0.2 (#2)  1.0.2 (#2)  ! 1.0.2 (#2)")
        .contains("PROBLEM  shop/prod moved outside: the tag was last seen as");
  }

  @Test
  void no_problems_is_an_answer_too() {
    assertThat(world.run("list", "shop", "--problems").ok().out()).isEqualTo("no problems\n");
  }

  @Test
  void resolve_prints_what_can_be_pulled_and_nothing_else() {
    assertThat(world.run("resolve", "shop/prod~1").ok().out())
        .isEqualTo("registry.example/acme/shop@" + World.digest(1) + "\n");
  }

  @Test
  void resolve_has_the_keys_of_flux_push_artifact() {
    var json = world.run("resolve", "shop/prod#2", "-o", "json").ok().object();
    assertThat(json.text("url")).isEqualTo("oci://registry.example/acme/shop@" + World.digest(2));
    assertThat(json.text("repository")).isEqualTo("registry.example/acme/shop");
    assertThat(json.text("tag")).isEqualTo("prod.2");
    assertThat(json.text("digest")).isEqualTo(World.digest(2).toString());
  }

  @Test
  void resolve_of_nothing_is_not_found() {
    world.run("resolve", "shop/prod#77").exits(5);
    world.run("resolve", "shop/prod@{2001-01-01}").exits(5);
  }

  @Test
  void resolve_where_the_tag_was_gone_says_so() {
    world.registry.delete(world.location("shop/prod"));
    world.run("check", "shop/prod").exits(8);
    assertThat(world.run("resolve", "shop/prod#3").exits(5).err()).contains("the tag was gone");
  }

  @Test
  void where_is_my_commit_says_running_in_and_was_in() {
    var out = world.run("search", "0000000000000000000000000000000000000001").ok().out();
    assertThat(out).contains("was in").contains("shop/prod").doesNotContain("running in");
    assertThat(world.run("search", World.digest(2).toString()).ok().out()).contains("running in");
    var shown = World.digest(2).shortHex();
    assertThat(world.run("search", shown).ok().out())
        .as("what tables show can be pasted")
        .contains("running in")
        .isEqualTo(world.run("search", "sha256:" + shown).ok().out())
        .isEqualTo(world.run("search", World.digest(2).hex()).ok().out());
    world.run("search", "feedfacecafe").exits(5);
  }

  @Test
  void a_pipeline_that_asks_for_nothing_asks_for_its_own_commit() {
    world.run("search").exits(2);
    world.environment.put("GITLAB_CI", "true");
    world.environment.put("CI_COMMIT_SHA", "0000000000000000000000000000000000000002");
    assertThat(world.run("search").ok().out()).contains("running in");
  }

  @Test
  void verify_counts_what_it_proved() {
    assertThat(world.run("verify", "shop/prod").ok().out())
        .startsWith("shop/prod verifies\n")
        .contains("2 changes");
  }

  @Test
  void verify_that_cannot_reach_the_registry_does_not_pass_and_offline_it_does_not_ask() {
    world.registry.readsFail = FakeRegistry.failure(Kind.UNAVAILABLE, Applied.NO, 503, "503");
    assertThat(world.run("verify", "shop/prod").exit()).isNotZero();
    world.run("verify", "shop/prod", "--offline").ok();
  }

  /// Its authorisation names the mover too, by the same commitment.
  @Test
  void an_erased_name_still_verifies_and_says_so() {
    world.run("ledger", "erase", "shop/prod#2", "--yes").ok();
    assertThat(world.run("verify", "shop/prod").ok().out()).contains("2 erased");
    assertThat(world.run("get", "shop/prod").ok().out()).contains("a name that was erased");
    world.run("ledger", "erase", "shop/prod#2", "--yes").exits(5);
  }
}
