package io.tagtrail.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.server.config.ServerConfig;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Strangers who share an address with others, as everybody does behind a proxy.
final class StrangersTest {
  @TempDir Path folder = Path.of("set by JUnit");

  private World world() {
    return new World(
        folder, settings -> settings.limits(new ServerConfig.Limits(10_000, 10, 262_144, 64, 60)));
  }

  @Test
  void a_token_that_was_never_seen_counts_also_where_others_of_its_address_are_wrong() {
    try (var world = world()) {
      for (int i = 0; i < 30; i++) {
        world.client("tt_wrong" + i).get("/api/v1/head");
      }
      assertThat(world.client("tt_wrong").get("/api/v1/head").status()).isEqualTo(429);
      world.client(world.everything()).get("/api/v1/head").is(200);
    }
  }

  @Test
  void whoever_is_known_and_has_no_right_takes_no_stream_and_learns_nothing_of_the_server() {
    try (var world = world()) {
      world.write(
          world.config("").replace("on: \"*/*\"", "on: \"*/*\"\n    when: claims.label == \"no\""));
      world.serve().reload();
      var known = world.client(world.token(Set.of("read"), "*/*"));
      known.get("/api/v1/whoami").is(200);
      known.get("/api/v1/events").is(403);
      known.get("/metrics").is(403);
      assertThat(known.get("/readyz").is(200).text()).doesNotContain("problems");
    }
  }

  @Test
  void sign_ins_from_an_address_are_limited_and_leave_tokens_alone() {
    try (var world = world()) {
      int limited = 0;
      for (int i = 0; i < 30; i++) {
        var status = world.nobody().get("/auth/login").status();
        assertThat(status).isIn(404, 429);
        limited += status == 429 ? 1 : 0;
      }
      assertThat(limited).isBetween(15, 20);
      world.client("tt_wrong").get("/api/v1/head").is(401);
    }
  }
}
