package io.tagtrail.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.flux.event.BodySignature;
import io.tagtrail.flux.event.FluxEvent;
import io.tagtrail.server.config.ServerConfig;
import io.tagtrail.server.hint.Hints;
import io.tagtrail.server.http.hook.Hooks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What notifies us is heard when it proves itself, and makes somebody look: nothing else.
final class HooksTest {
  private static final String FLUX = "/api/v1/hooks/flux/prod-eu";
  private static final String RAW = "/api/v1/hooks/flux/raw";
  private static final String REGISTRY = "/api/v1/hooks/registry/dist";
  private static final String SECRET = "a-secret-of-the-hook";

  @TempDir Path folder = Path.of("set by JUnit");

  private final Seen seen = new Seen();

  /// Notes what is heard.
  private static final class Seen implements Hints {
    final List<Location> looks = new CopyOnWriteArrayList<>();
    final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public void look(Location location) {
      looks.add(location);
    }

    @Override
    public void cluster(String cluster, FluxEvent event) {
      events.add(cluster + " " + event.kind() + "/" + event.name());
    }
  }

  private World world(ServerConfig.Limits limits) throws IOException {
    Files.writeString(folder.resolve("secret"), SECRET + "\n");
    var world = new World(folder, settings -> settings.limits(limits));
    world.write(
        world.config(
            """
            flux:
              hooks:
                - {name: prod-eu, type: flux, cluster: prod-eu, secretFile: secret}
                - {name: raw, type: flux-raw, cluster: prod-eu, secretFile: secret}
                - {name: dist, type: distribution, registry: '%1$s', secretFile: secret}
                - {name: hub, type: ghcr, registry: '%1$s', secretFile: secret}
                - {name: google, type: gar, registry: '%1$s', auth: caller, caller: 'https://accounts.google.com|1'}
                - {name: lost, type: quay, registry: '%1$s', secretFile: nowhere}
            """
                .formatted(world.host())));
    world.serve().reload();
    world.serve().outside().hints().listen(seen);
    return world;
  }

  private World world() throws IOException {
    return world(new ServerConfig.Limits(100_000, 100_000, 262_144, 64, 60));
  }

  private static String event(String name, String severity, String at, String message) {
    return """
    {"involvedObject":{"kind":"Kustomization","namespace":"apps","name":"%s","uid":"1",
     "apiVersion":"kustomize.toolkit.fluxcd.io/v1"},"severity":"%s","timestamp":"%s",
     "reason":"HealthCheckFailed","message":"%s","metadata":{"cluster":"forged"},
     "reportingController":"kustomize-controller","reportingInstance":"i"}
    """
        .formatted(name, severity, at, message);
  }

  private static String sign(String body) {
    return BodySignature.of(
        body.getBytes(StandardCharsets.UTF_8), SECRET.getBytes(StandardCharsets.UTF_8));
  }

  private static String push(String repository, String tag, int n) {
    return "{\"action\":\"push\",\"target\":{\"digest\":\"%s\",\"repository\":\"%s\"%s}}"
        .formatted(
            Digest.of(new byte[] {(byte) n}),
            repository,
            tag.isEmpty() ? "" : ",\"tag\":\"" + tag + "\"");
  }

  private static String bundle(String... events) {
    return "{\"events\":[" + String.join(",", events) + "]}";
  }

  @Test
  void a_signed_event_of_flux_is_heard_for_the_cluster_of_its_hook() throws IOException {
    try (var world = world()) {
      var body = event("web", "error", "2026-08-01T10:00:00Z", "timeout");
      var heard = world.nobody().post(FLUX, body, "X-Signature", sign(body)).is(202);
      assertThat(heard.text()).isEqualTo("{\"events\":1,\"hints\":1}");
      assertThat(seen.events).containsExactly("prod-eu Kustomization/web");
      assertThat(world.admin().get("/metrics").text())
          .contains("tagtrail_hook_calls_total{hook=\"prod-eu\",result=\"heard\"} 1");
    }
  }

  @Test
  void what_is_not_signed_or_not_by_that_key_or_not_this_body_is_401() throws IOException {
    try (var world = world()) {
      var body = event("web", "info", "2026-08-01T10:00:00Z", "fine");
      world.nobody().post(FLUX, body).is(401);
      world.nobody().post(FLUX, body, "Authorization", "Bearer " + SECRET).is(401);
      world.nobody().post(FLUX, body, "X-Signature", "sha256=" + "0".repeat(64)).is(401);
      world.nobody().post(FLUX, body + " ", "X-Signature", sign(body)).is(401);
      world.admin().post(FLUX, body).is(401);
      world.nobody().post("/api/v1/hooks/flux/other", body, "X-Signature", sign(body)).is(404);
      world
          .nobody()
          .post("/api/v1/hooks/registry/prod-eu", body, "X-Signature", sign(body))
          .is(404);
      world.nobody().get(FLUX).is(405);
      assertThat(seen.events).isEmpty();
    }
  }

  @Test
  void a_signature_is_over_the_bytes_and_not_over_what_they_mean() throws IOException {
    try (var world = world()) {
      var body = event("web", "info", "2026-08-01T10:00:00Z", "fine");
      var same = body.replace("\"reason\":", "\"reason\" :");
      world.nobody().post(FLUX, same, "X-Signature", sign(body)).is(401);
      world.nobody().post(FLUX, same, "X-Signature", sign(same)).is(202);
    }
  }

  @Test
  void controllers_own_events_come_with_a_token_in_any_form_they_can_send() throws IOException {
    try (var world = world()) {
      var body = event("web", "info", "2026-08-01T10:00:00Z", "fine");
      var basic =
          Base64.getEncoder().encodeToString(("x:" + SECRET).getBytes(StandardCharsets.UTF_8));
      world.nobody().post(RAW, body, "Authorization", "Bearer " + SECRET).is(202);
      world.nobody().post(RAW, body, "Authorization", "Basic " + basic).is(202);
      world.nobody().post(RAW, body, "Authorization", SECRET).is(202);
      world.nobody().post(RAW, body, "X-Signature", sign(body)).is(401);
      world.nobody().post(RAW, body, "Authorization", "Bearer " + SECRET + "x").is(401);
      world.nobody().post(RAW, body).is(401);
      assertThat(seen.events).hasSize(3);
    }
  }

  @Test
  void a_push_makes_somebody_look_at_our_tag_and_at_nothing_else() throws IOException {
    try (var world = world()) {
      var prod = Location.parse(world.host() + "/work/shop:prod");
      var dev = Location.parse(world.host() + "/work/shop:dev");
      var one =
          notify(
              world,
              bundle(
                  push("work/shop", "prod", 1),
                  push("work/shop", "prod", 1),
                  push("work/shop", "feature", 2),
                  push("work/other", "prod", 3),
                  push("UPPER//", "prod", 3)));
      assertThat(one).isEqualTo("{\"events\":5,\"hints\":1}");
      assertThat(seen.looks).containsExactly(prod);
      seen.looks.clear();
      notify(world, bundle(push("work/shop", "prod.41", 1)));
      assertThat(seen.looks).as("a keep-tag is its alias's").containsExactly(prod);
      seen.looks.clear();
      notify(world, bundle(push("work/shop", "", 1)));
      assertThat(seen.looks).as("a blob, or a manifest without a tag").isEmpty();
      notify(world, bundle(push("work/shop", "", 1).replace("push", "delete")));
      assertThat(seen.looks).as("any tag of it").containsExactlyInAnyOrder(dev, prod);
      assertThat(world.entries()).as("nothing is recorded").isEqualTo(1);
    }
  }

  private static String notify(World world, String body) {
    return world
        .nobody()
        .post(
            REGISTRY,
            body,
            "Authorization",
            "Bearer " + SECRET,
            "Content-Type",
            "application/vnd.docker.distribution.events.v2+json")
        .is(202)
        .text();
  }

  @Test
  void github_signs_in_a_header_of_its_own() throws IOException {
    try (var world = world()) {
      var body =
          "{\"registry_package\":{\"package_version\":{\"package_url\":\"%s/work/shop:prod\"}}}"
              .formatted(world.host());
      var hub = "/api/v1/hooks/registry/hub";
      world.nobody().post(hub, body, "X-Hub-Signature-256", sign(body)).is(202);
      assertThat(seen.looks).hasSize(1);
      var elsewhere = body.replace(world.host(), "ghcr.io");
      world.nobody().post(hub, elsewhere, "X-Hub-Signature-256", sign(elsewhere)).is(202);
      assertThat(seen.looks).as("another registry's tag").hasSize(1);
    }
  }

  @Test
  void garbage_and_what_is_too_long_change_nothing() throws IOException {
    try (var world = world()) {
      for (var body : List.of("", "null", "{", "[]", "{\"involvedObject\":1}", "\u0000")) {
        world.nobody().post(FLUX, body, "X-Signature", sign(body)).is(400);
        world.nobody().post(REGISTRY, body, "Authorization", SECRET).is(400);
      }
      var wide = "{\"message\":\"" + "x".repeat(Hooks.MAX_BYTES) + "\"}";
      world.nobody().post(FLUX, wide, "X-Signature", sign(wide)).is(413);
      var body = event("web", "info", "2026-08-01T10:00:00Z", "y".repeat(Hooks.MAX_BYTES - 1_000));
      world.nobody().post(FLUX, body, "X-Signature", sign(body)).is(202);
      world
          .nobody()
          .post(FLUX, body, "X-Signature", sign(body), "Content-Type", "text/plain")
          .is(415);
      world.nobody().post(FLUX + "?x=1", body, "X-Signature", sign(body)).is(400);
      world.admin().get("/api/v1/head").is(200);
      assertThat(seen.events).hasSize(1);
    }
  }

  @Test
  void only_the_caller_that_is_named_gets_through_a_hook_for_a_caller() throws IOException {
    try (var world = world()) {
      var google = "/api/v1/hooks/registry/google";
      var inner = "{\"action\":\"INSERT\",\"tag\":\"%s/work/shop:prod\"}".formatted(world.host());
      var body =
          "{\"message\":{\"data\":\"%s\"}}"
              .formatted(
                  Base64.getEncoder().encodeToString(inner.getBytes(StandardCharsets.UTF_8)));
      world.nobody().post(google, body).is(401);
      world.admin().post(google, body).is(401);
      var pubSub = world.client(world.token(Set.of("read"), "nobody/nowhere"));
      var subject = pubSub.get("/api/v1/whoami").is(200).json().needText("name");
      world.write(
          Files.readString(world.file())
              .replace("https://accounts.google.com|1", "tagtrail|" + subject));
      world.serve().reload();
      pubSub.post(google, body).is(202);
      assertThat(seen.looks).containsExactly(Location.parse(world.host() + "/work/shop:prod"));
      world.admin().post(google, body).is(401);
    }
  }

  @Test
  void a_hook_whose_secret_is_gone_is_closed() throws IOException {
    try (var world = world()) {
      var lost = "/api/v1/hooks/registry/lost";
      world.nobody().post(lost, "{}", "Authorization", "Bearer ").is(503);
      assertThat(world.nobody().post(lost, "{}").problem()).isEqualTo("issuer-unavailable");
      Files.writeString(folder.resolve("nowhere"), "back");
      world.nobody().post(lost, "{\"repository\":\"a\"}", "Authorization", "back").is(202);
    }
  }

  @Test
  void who_shows_wrong_proofs_too_often_is_told_to_come_back_later() throws IOException {
    try (var world = world(new ServerConfig.Limits(100_000, 5, 262_144, 64, 60))) {
      var body = event("web", "info", "2026-08-01T10:00:00Z", "fine");
      int limited = 0;
      for (int i = 0; i < 12; i++) {
        var reply = world.nobody().post(FLUX, body, "X-Signature", "sha256=" + "0".repeat(64));
        assertThat(reply.status()).isIn(401, 429);
        limited += reply.status() == 429 ? 1 : 0;
      }
      assertThat(limited).isBetween(6, 8);
      // One address may be everybody's: whoever proves itself is still heard.
      world.nobody().post(FLUX, body, "X-Signature", sign(body)).is(202);
    }
  }

  @Test
  void an_address_that_calls_too_often_is_turned_away_before_its_signature_is_looked_at()
      throws IOException {
    try (var world = world(new ServerConfig.Limits(5, 100_000, 262_144, 64, 60))) {
      var body = event("web", "info", "2026-08-01T10:00:00Z", "fine");
      int limited = 0;
      for (int i = 0; i < 12; i++) {
        var reply = world.nobody().post(FLUX, body, "X-Signature", sign(body));
        assertThat(reply.status()).isIn(202, 429);
        if (reply.status() == 429) {
          assertThat(Long.parseLong(reply.header("Retry-After"))).isPositive();
          limited++;
        }
      }
      assertThat(limited).isBetween(5, 7);
      assertThat(seen.events).hasSize(12 - limited);
    }
  }
}
