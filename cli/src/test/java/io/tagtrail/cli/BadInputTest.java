package io.tagtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.cli.world.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Input that means nothing: exit code 2, one clear error, and nothing written anywhere.
class BadInputTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "promot :x shop/dev",
        "promote",
        "promote :x",
        "promote :x shop/dev more",
        "promote :x shop",
        "promote :x Shop/Dev",
        "promote :x shop/1.4.1",
        "promote :x shop/v2",
        "promote :x shop/dev/x",
        "promote :x ../dev",
        "promote :x shop/staging",
        "promote :-x shop/dev",
        "promote @sha256:abc shop/dev",
        "promote registry.example:99999/acme/shop:1 shop/dev",
        "promote registry.example/ACME/shop:1 shop/dev",
        "promote oci:///x shop/dev",
        "promote oci-layout: shop/dev",
        "promote blog/dev shop/dev",
        "promote shop/dev shop/dev",
        "promote :x shop/dev --expect sha256:ABCDEF",
        "promote :x shop/dev --expect prod",
        "promote :x shop/dev --attempt 1",
        "promote :x shop/dev --attempt many --pipeline 1",
        "promote :x shop/dev --pipeline 1 --attempt -4",
        "promote :x shop/dev --pipeline 1 --run-url ftp://ci.example/1",
        "promote :x shop/dev --pipeline 1 --run-url https://me:secret@ci.example/1",
        "promote :x shop/dev --release \u202E1.4.1",
        "promote :x shop/dev --mover \u0007bell",
        "promote :x shop/dev --no-such-option",
        "promote :x shop/dev --override soak",
        "promote :x shop/dev --server http://tagtrail.example",
        "get shop/dev --server x",
        "approve shop/dev",
        "approve shop/dev x --owed",
        "approve shop/dev x --expires soon",
        "entries --from -1",
        "token list",
        "login",
        "up --port 99999",
        "policy test none.yaml",
        "ledger copy a a",
        "rollback shop/prod --reason x --to #x",
        "rollback shop/prod --reason x --to ~~",
        "rollback shop/prod --reason x --to @{never}",
        "get",
        "get shop",
        "get shop/prod blog/prod",
        "get ghcr.io/other/place:tag",
        "history shop/prod -n 0",
        "history shop/prod -n x",
        "history shop/prod#a..#b",
        "history shop/prod#1..shop/dev#2",
        "list -o xml",
        "resolve shop/prod^",
        "resolve shop/prod#",
        "resolve shop/prod#99999999999999999999",
        "resolve shop/prod@{2026-13-45}",
        "verify nothing",
        "block Shop shop/prod --reason x",
        "block shop sha256:zz --reason x",
        "block shop blog/prod --reason x",
        "hold shop/prod --until tomorrow --reason x",
        "ledger",
        "ledger burn",
        "ledger erase shop/prod#1 --field age --yes",
        "config",
        "completion fish",
        "--config no/such/file get shop/prod"
      })
  void is_said_clearly_and_changes_nothing(String line) {
    var world = new World(folder).release(1);
    long size = world.ledger.head().size();
    int writes = world.registry.writes.size();
    var ran = world.run(line.isEmpty() ? new String[0] : line.split(" ", -1)).exits(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).isNotBlank().doesNotContain("\tat ", "Exception", "\u202E", "\u0007");
    assertThat(world.ledger.head().size()).isEqualTo(size);
    assertThat(world.registry.writes).hasSize(writes);
  }

  @Test
  void values_over_their_bounds_are_named_with_the_bound() {
    var world = new World(folder).release(1);
    var long4k = "x".repeat(4096);
    for (var option : Arrays.asList("--reason", "--release", "--mover", "--idempotency-key")) {
      var ran = world.run("promote", ":build-1", "shop/dev", option, long4k).exits(2);
      assertThat(ran.err()).contains(option).contains("longer than");
    }
    for (var option : Arrays.asList("--pipeline", "--builder")) {
      var ran = world.run("promote", ":build-1", "shop/dev", option, long4k).exits(2);
      assertThat(ran.err()).contains("longer than");
    }
  }

  @Test
  void a_misspelt_verb_gets_a_suggestion() {
    var world = new World(folder);
    assertThat(world.run("promte", "x", "shop/dev").exits(2).err()).contains("promote");
  }

  @Test
  void without_a_configuration_it_says_where_it_looked_and_how_to_make_one() throws Exception {
    var world = new World(folder);
    Files.delete(folder.resolve("tagtrail.yaml"));
    assertThat(world.run("get", "shop/prod").exits(2).err().replaceAll("\\s+", " "))
        .contains("no tagtrail.yaml in")
        .contains("tagtrail init");
  }

  @Test
  void the_configuration_can_be_named_by_the_environment() throws Exception {
    var world = new World(folder).release(1);
    Files.move(folder.resolve("tagtrail.yaml"), folder.resolve("other.yaml"));
    world.environment.put("TAGTRAIL_CONFIG", "other.yaml");
    world.run("get", "shop/prod").ok();
    world.run("get", "shop/prod", "--config", "gone.yaml").exits(2);
  }
}
