package io.tagtrail.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.gateway.embedded.EmbeddedRegistry;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.oci.OciSettings;
import io.tagtrail.server.doctor.Trial.Result;
import io.tagtrail.server.doctor.Trial.Who;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.RawPusher;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Trial pushes at a registry of our own, through a door that refuses whom a test says.
class TrialPushTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Ideal.NOW);

  @TempDir Path folder = Path.of("set by JUnit");
  private final OciRegistry client = new OciRegistry(OciSettings.anonymous());
  private final Manifest current = manifest(1);
  private @Nullable EmbeddedRegistry registry;
  private Location location = Location.parse("localhost:1/x:y");

  private static Manifest manifest(int n) {
    return Artifacts.flux(
            Map.of("n.yaml", "n: " + n),
            "https://git.example/s",
            "main@sha1:" + "a".repeat(40),
            Instant.EPOCH)
        .manifest();
  }

  @BeforeEach
  void push() {
    registry =
        EmbeddedRegistry.start(folder, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    location = Location.parse(registry.host() + "/acme/shop:prod");
    push(1);
  }

  private void push(int n) {
    var bundle =
        Artifacts.flux(
            Map.of("n.yaml", "n: " + n),
            "https://git.example/s",
            "main@sha1:" + "a".repeat(40),
            Instant.EPOCH);
    new RawPusher(URI.create("http://" + location.repository().registry()))
        .push(location.repository(), new Tag("prod"), bundle);
  }

  @AfterEach
  void end() {
    client.close();
    if (registry != null) {
      registry.close();
    }
  }

  private TrialPush trial(Optional<String> hindrance) {
    return new TrialPush(client, location, current.digest(), () -> hindrance, CLOCK);
  }

  @Test
  void a_push_that_is_taken_changes_nothing_and_is_a_finding() {
    var trial = trial(Optional.empty()).as(Who.PLAIN, "bob", client);
    assertThat(trial.result()).isEqualTo(Result.ACCEPTED);
    assertThat(trial.before()).isEqualTo(current.digest());
    assertThat(trial.after()).isEqualTo(current.digest());
    assertThat(trial.changed()).isFalse();
    assertThat(client.head(location.reference()).orElseThrow().digest())
        .isEqualTo(current.digest());
  }

  @Test
  void a_push_that_is_refused_is_evidence_whatever_the_registry_calls_it() {
    for (int status : new int[] {401, 403, 404, 405, 409}) {
      var door = new Door(client, status);
      var trial = trial(Optional.empty()).as(Who.FLUX, "flux", door);
      assertThat(trial.result()).as("status %d", status).isEqualTo(Result.REFUSED);
      assertThat(trial.status()).isEqualTo(status);
      assertThat(door.sent)
          .singleElement()
          .satisfies(manifest -> assertThat(manifest.bytes()).isEqualTo(current.bytes()));
    }
  }

  @Test
  void what_the_registry_did_not_answer_is_unknown() {
    var trial = trial(Optional.empty()).as(Who.PLAIN, "bob", new Door(client, 503));
    assertThat(trial.result()).isEqualTo(Result.UNKNOWN);
  }

  @Test
  void a_login_that_cannot_even_pull_shows_nothing() {
    var door = new Door(client, 403);
    door.reads = false;
    var trial = trial(Optional.empty()).as(Who.PLAIN, "typo", door);
    assertThat(trial.result()).isEqualTo(Result.UNKNOWN);
    assertThat(door.sent).isEmpty();
  }

  @Test
  void nobody_in_particular_needs_no_right_to_read() {
    var door = new Door(client, 401);
    door.reads = false;
    assertThat(trial(Optional.empty()).as(Who.ANONYMOUS, null, door).result())
        .isEqualTo(Result.REFUSED);
  }

  @Test
  void nothing_is_sent_where_the_tag_is_moved_outside_or_a_move_is_under_way() {
    var door = new Door(client, 403);
    assertThat(trial(Optional.of("a move is under way")).as(Who.PLAIN, "bob", door))
        .satisfies(trial -> {
          assertThat(trial.result()).isEqualTo(Result.SKIPPED);
          assertThat(trial.detail()).contains("under way");
        });
    push(2);
    assertThat(trial(Optional.empty()).as(Who.PLAIN, "bob", door))
        .satisfies(trial -> {
          assertThat(trial.result()).isEqualTo(Result.SKIPPED);
          assertThat(trial.detail()).contains("moved outside");
        });
    assertThat(door.sent).isEmpty();
  }

  @Test
  void a_tag_that_somebody_moves_meanwhile_is_said() {
    var door = new Door(client, 403);
    door.meanwhile = () -> push(2);
    var trial = trial(Optional.empty()).as(Who.PLAIN, "bob", door);
    assertThat(trial.changed()).isTrue();
    assertThat(trial.after()).isEqualTo(manifest(2).digest());
  }
}
