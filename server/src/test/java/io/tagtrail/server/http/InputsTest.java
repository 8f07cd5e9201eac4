package io.tagtrail.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.testkit.registry.Artifacts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What flux-operator asks for.
final class InputsTest {
  private static final String INPUTS = "/api/v1/flux/inputs";

  @TempDir Path folder = Path.of("set by JUnit");

  private static List<String> ids(Client.Reply reply) {
    return reply
        .json()
        .objects(
            "inputs",
            input -> {
              input.names().forEach(input::any);
              return input.needText("id") + " " + input.needText("digest");
            });
  }

  @Test
  void the_governed_heads_are_served_also_when_the_tag_was_moved_outside() {
    try (var world = new World(folder)) {
      var one = world.live(1);
      assertThat(ids(world.admin().get(INPUTS).is(200)))
          .containsExactly("shop.dev " + one, "shop.prod " + one);
      assertThat(ids(world.admin().get(INPUTS + "?environment=prod").is(200)))
          .containsExactly("shop.prod " + one);
      outside(world, 7);
      world.admin().post(World.PROD + "/check", "{}").is(200);
      assertThat(ids(world.admin().get(INPUTS + "?application=shop&environment=prod").is(200)))
          .containsExactly("shop.prod " + one);
    }
  }

  private static void outside(World world, int n) {
    var other = Artifacts.sample(n);
    world
        .registry()
        .pusher()
        .push(new Repository(world.host(), "work/shop"), new Tag("prod"), other);
    assertThat(world.governed("prod")).isNotEqualTo(other.digest());
  }

  @Test
  void a_token_counts_as_a_bearer_and_as_the_password_of_basic_here_alone() {
    try (var world = new World(folder)) {
      world.live(1);
      var token = world.token(Set.of("read"), "*/*");
      var basic =
          "Basic "
              + Base64.getEncoder()
                  .encodeToString(("flux:" + token).getBytes(StandardCharsets.UTF_8));
      world.nobody().get(INPUTS, "Authorization", "Bearer " + token).is(200);
      world.nobody().get(INPUTS, "Authorization", basic).is(200);
      world.nobody().get("/api/v1/aliases", "Authorization", basic).is(401);
      world.nobody().get(INPUTS, "Authorization", "Basic " + "x".repeat(20)).is(401);
      world.nobody().get(INPUTS, "Authorization", basic + "x").is(401);
      assertThat(world.nobody().get(INPUTS).is(401).header("WWW-Authenticate"))
          .as("no browser is asked for a password")
          .startsWith("Bearer");
    }
  }

  @Test
  void only_what_the_asker_may_read_is_there_and_never_an_empty_list() {
    try (var world = new World(folder)) {
      assertThat(world.admin().get(INPUTS).is(404).text()).contains("remove");
      var one = world.live(1);
      var prod = world.client(world.token(Set.of("read"), "shop/prod"));
      assertThat(ids(prod.get(INPUTS).is(200))).containsExactly("shop.prod " + one);
      prod.get(INPUTS + "?environment=dev").is(404);
      world.client(world.token(Set.of("read"), "cart/prod")).get(INPUTS).is(404);
      world.admin().get(INPUTS + "?application=nothing").is(404);
      world.admin().get(INPUTS + "?application=No!").is(400);
      world.admin().get(INPUTS + "?tag=prod").is(400);
    }
  }

  @Test
  void the_same_heads_have_the_same_entity_tag_and_another_head_another() {
    try (var world = new World(folder)) {
      Digest one = world.live(1);
      var first = world.admin().get(INPUTS).is(200);
      assertThat(first.text()).contains(one.toString());
      var tag = first.header("ETag");
      world.admin().get(INPUTS, "If-None-Match", tag).is(304);
      world.live(2);
      assertThat(world.admin().get(INPUTS, "If-None-Match", tag).is(200).header("ETag"))
          .isNotEqualTo(tag);
    }
  }
}
