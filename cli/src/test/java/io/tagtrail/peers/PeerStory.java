package io.tagtrail.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Digest;
import io.tagtrail.process.Workshop;
import io.tagtrail.testkit.peers.Command;
import io.tagtrail.testkit.peers.PeerRegistry;
import io.tagtrail.testkit.peers.Peers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The story before a real registry, and with other people's clients beside it.
@SuppressWarnings("NullAway.Init") // JUnit starts the peer before anything else.
abstract class PeerStory extends RegistryStory {
  private final PeerRegistry.Kind kind;
  private final Peers peers = Peers.installed();
  private PeerRegistry registry;
  private Path home;

  PeerStory(PeerRegistry.Kind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start(@TempDir Path data, @TempDir Path clients) throws Exception {
    home = clients;
    registry = PeerRegistry.start(peers, kind, data);
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Override
  String host() {
    return registry.host();
  }

  @Override
  void away() {
    registry.stop();
  }

  @Override
  void back() throws Exception {
    registry.restart();
  }

  @Test
  void what_tagtrail_moves_others_see_and_what_others_move_is_an_outside_move() throws Exception {
    var workshop = new Workshop(folder.resolve("clients"), host(), 1);
    var one = workshop.push("app0", 1);
    var two = workshop.push("app0", 2);
    workshop.run("promote", ":build-1", "app0/prod").ok();
    var prod = workshop.repository("app0") + ":prod";
    var regctlHost = "reg=" + host() + ",tls=disabled";

    var crane = peers.need("crane").toString();
    var regctl = peers.need("regctl").toString();
    var skopeo = peers.need("skopeo").toString();
    assertThat(Command.ok(home, crane, "digest", "--insecure", prod).strip())
        .isEqualTo(one.toString());
    assertThat(Command.ok(home, regctl, "--host", regctlHost, "manifest", "head", prod).strip())
        .isEqualTo(one.toString());
    // Flux's artifacts are no images to skopeo: it shows their bytes.
    var raw =
        Command.ok(home, skopeo, "inspect", "--raw", "--tls-verify=false", "docker://" + prod);
    assertThat(Digest.of(raw.getBytes(StandardCharsets.UTF_8))).isEqualTo(one);

    assertThat(Command.ok(home, regctl, "--host", regctlHost, "artifact", "list", prod))
        .as("the record on the bundle")
        .contains("application/vnd.tagtrail.event.v1+json");

    Command.ok(home, crane, "tag", "--insecure", workshop.repository("app0") + "@" + two, "prod");
    assertThat(workshop.run("check").exit()).isEqualTo(8);
    workshop.run("rollback", "app0/prod", "--reason", "crane moved it").ok();
    assertThat(Command.ok(home, crane, "digest", "--insecure", prod).strip())
        .isEqualTo(one.toString());

    // The way back on the day that Tagtrail itself is away.
    workshop.push("app0", 3);
    workshop.run("promote", ":build-3", "app0/prod").ok();
    Command.ok(home, crane, "tag", "--insecure", workshop.repository("app0") + ":prod.1", "prod");
    workshop.run("check");
    assertThat(workshop.run("history", "app0/prod", "--all").ok().out()).contains("break-glass");
    assertThat(workshop.tag("app0", "prod")).isEqualTo(one);
  }

  @Test
  void oras_discovers_the_record_where_it_is_installed() throws Exception {
    var oras = peers.find("oras");
    if (oras.isEmpty()) {
      // Not to be had everywhere; regctl shows the same above, everywhere.
      return;
    }
    var workshop = new Workshop(folder.resolve("oras"), host(), 1);
    workshop.push("app0", 1);
    workshop.run("promote", ":build-1", "app0/prod").ok();
    assertThat(
            Command.ok(
                home,
                oras.get().toString(),
                "discover",
                "--plain-http",
                workshop.repository("app0") + ":prod"))
        .contains("application/vnd.tagtrail.event.v1+json");
  }
}
