package io.tagtrail.server.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Repository;
import io.tagtrail.server.retention.LintReport.Level;
import io.tagtrail.testkit.peers.Peers;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.RawPusher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the linter says of zot's rules is what the real zot does.
@Tag("more-peers")
final class ZotKeepsItsWordTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir Path folder = Path.of("set by JUnit");

  @Test
  void keep_tags_that_no_pattern_matches_die_and_what_to_write_instead_keeps_them()
      throws IOException, InterruptedException {
    var zot = Peers.installed().need("zot");
    var shelf = Shelf.of("shop/prod", "127.0.0.1:1/dies/shop:prod").promoted(30, 20, 10);
    var bad = policy("dies/**", "{\"patterns\": [\"^prod$\"]}");
    var report = shelf.lint(file(bad, 1, folder));
    assertThat(Shelf.levels(report)).containsExactly(Level.DIES, Level.DIES, Level.OK);
    var instead = report.instead().values().iterator().next().getLast();
    var good = policy("stays/**", instead + ", {\"patterns\": [\"^v\"]}");

    int port = free();
    var config = folder.resolve("zot.json");
    Files.writeString(config, file(bad + "," + good, port, folder.resolve("data")));
    var process =
        new ProcessBuilder(zot.toString(), "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("zot.log").toFile())
            .start();
    try {
      var pusher = new RawPusher(URI.create("http://127.0.0.1:" + port));
      awaitReady(port);
      var dies = pusher.repository("dies/shop");
      var stays = pusher.repository("stays/shop");
      for (var repository : new Repository[] {stays, dies}) {
        for (int n = 1; n <= 3; n++) {
          var bundle = Artifacts.sample(n);
          pusher.push(repository, bundle);
          pusher.manifest(repository, "prod." + n, bundle.manifest());
          pusher.manifest(repository, "prod", bundle.manifest());
        }
      }

      awaitGone(pusher, dies, "prod.1");
      awaitGone(pusher, dies, "prod.2");

      assertThat(pusher.get(dies, "prod")).as("what is live keeps its own tag").isPresent();
      assertThat(pusher.get(dies, Artifacts.sample(1).digest().toString()))
          .as("the bundle goes with its last tag")
          .isEmpty();
      for (int n = 1; n <= 3; n++) {
        assertThat(pusher.get(stays, "prod." + n)).as("prod.%d", n).isPresent();
      }
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static String policy(String repositories, String keepTags) {
    return "{\"repositories\": [\"%s\"], \"deleteUntagged\": true, \"keepTags\": [%s]}"
        .formatted(repositories, keepTags);
  }

  private static String file(String policies, int port, Path data) {
    return ("{\"distSpecVersion\": \"1.1.1\", \"storage\": {\"rootDirectory\": \"%s\", \"gc\": true,"
            + " \"gcDelay\": \"1s\", \"gcInterval\": \"2s\", \"retention\": {\"delay\": \"1s\","
            + " \"policies\": [%s]}}, \"http\": {\"address\": \"127.0.0.1\", \"port\": \"%d\","
            + " \"compat\": [\"docker2s2\"]}, \"log\": {\"level\": \"error\"}}")
        .formatted(data, policies, port);
  }

  private static void awaitGone(RawPusher pusher, Repository repository, String tag)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (pusher.get(repository, tag).isPresent()) {
      assertThat(System.nanoTime()).as("%s is still there", tag).isLessThan(end);
      Thread.sleep(500);
    }
  }

  private static void awaitReady(int port) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (true) {
      try (var socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(socket.isConnected()).isTrue();
        return;
      } catch (IOException e) {
        assertThat(System.nanoTime()).as("zot does not listen: %s", e).isLessThan(end);
        Thread.sleep(100);
      }
    }
  }

  private static int free() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
