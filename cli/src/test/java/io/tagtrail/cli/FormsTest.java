package io.tagtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.cli.world.World;
import io.tagtrail.core.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Every verb answers in JSON, and in YAML with the same tree.
class FormsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "get shop/prod",
        "get blog/dev",
        "history shop/prod",
        "history shop/prod --all",
        "history shop/prod#1..#2",
        "list",
        "list --problems",
        "list shop --live",
        "resolve shop/prod~1",
        "search 00000000",
        "verify shop/prod",
        "check",
        "clusters",
        "settle",
        "ledger head",
        "entries -n 3",
        "policy show shop/prod",
        "can-i shop/prod",
        "whoami",
        "config apply --preview",
        "ledger check",
        "ledger rebuild",
        "config check",
        "config apply",
        "init",
        "version",
        "promote :build-2 shop/dev",
        "promote :build-1 shop/dev",
        "promote :build-9 shop/prod",
        "promote :build-2 shop/dev --dry-run",
        "promote :build-2 shop/dev --expect sha256:"
            + "0000000000000000000000000000000000000000000000000000000000000000",
        "rollback shop/prod --reason x --dry-run",
        "hold shop/prod --until 4h --reason x",
        "unhold shop/prod",
        "block shop shop/prod --reason x",
        "unblock shop shop/prod",
        "adopt blog/dev --dry-run"
      })
  void in_the_same_tree(String line) {
    var world = new World(folder).release(1).release(2);
    world.push("shop/dev", 9);
    world.registry.push(world.location("blog/dev"), World.bundle(5));
    world.moveOutside("shop/preprod", 7);
    var json = new ArrayList<>(List.of(line.split(" ", -1)));
    json.addAll(List.of("-o", "json"));
    var tree = plain(world.run(json.toArray(String[]::new)).json());
    var yaml = new ArrayList<>(List.of(line.split(" ", -1)));
    yaml.addAll(List.of("-o", "yaml"));
    var text = world.run(yaml.toArray(String[]::new)).out();
    var loaded = new Load(LoadSettings.builder().build()).loadFromString(text);
    assertThat(loaded).isInstanceOf(Map.class);
    if (!line.startsWith("hold") && !line.startsWith("block") && !line.startsWith("check")) {
      // Those change something, and say so the first time only.
      assertThat(loaded).isEqualTo(tree);
    }
  }

  @Test
  void a_text_that_looks_like_something_else_stays_a_text_in_yaml() {
    var world = new World(folder);
    var odd = List.of("1.10", "0x10", "true", "no", "2026-01-01", "null", "~", "a: b", "- x", "é");
    for (int i = 0; i < odd.size(); i++) {
      var bundle = World.bundle(i, odd.get(i), "main@sha1:%040x".formatted(i));
      world.registry.push(
          io.tagtrail.core.model.Location.parse("registry.example/acme/shop:b" + i), bundle);
      world.run("promote", ":b" + i, "shop/dev").ok();
      var loaded =
          new Load(LoadSettings.builder().build())
              .loadFromString(world.run("get", "shop/dev", "-o", "yaml").ok().out());
      assertThat(loaded).extracting("now").extracting("release").isEqualTo(odd.get(i));
    }
  }

  private static Object plain(Json json) {
    return switch (json) {
      case Json.Obj obj -> {
        var map = new LinkedHashMap<String, Object>();
        obj.members().forEach((name, value) -> map.put(name, plain(value)));
        yield map;
      }
      case Json.Arr arr -> arr.items().stream().map(FormsTest::plain).toList();
      case Json.Str str -> str.value();
      case Json.Num num ->
          num.value() == (int) num.value() ? (Object) (int) num.value() : (Object) num.value();
      case Json.Bool bool -> bool.value();
    };
  }
}
