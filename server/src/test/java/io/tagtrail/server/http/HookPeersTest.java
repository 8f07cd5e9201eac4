package io.tagtrail.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Tag;
import io.tagtrail.flux.event.FluxEvent;
import io.tagtrail.server.hint.Hints;
import io.tagtrail.testkit.peers.Command;
import io.tagtrail.testkit.peers.PeerRegistry;
import io.tagtrail.testkit.peers.PeerRegistry.Kind;
import io.tagtrail.testkit.peers.Peers;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.RawPusher;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real registries notify a real server, in their own form and by their own means.
@org.junit.jupiter.api.Tag("peers")
class HookPeersTest {
  private static final String TOKEN = "shown-by-the-registry";

  @TempDir Path folder = Path.of("set by JUnit");

  private static final class Looks implements Hints {
    final List<Location> seen = new CopyOnWriteArrayList<>();

    @Override
    public void look(Location location) {
      seen.add(location);
    }

    @Override
    public void cluster(String cluster, FluxEvent event) {
      throw new AssertionError("no cluster notifies here");
    }
  }

  @Test
  void docker_registry_2_8_makes_us_look() throws Exception {
    notifies(Kind.DOCKER_REGISTRY, "distribution");
  }

  @Test
  void distribution_3_makes_us_look() throws Exception {
    notifies(Kind.DISTRIBUTION, "distribution");
  }

  /// Where the pipeline of the project runs, zot cannot be installed.
  @Test
  @org.junit.jupiter.api.Tag("more-peers")
  void zot_makes_us_look() throws Exception {
    notifies(Kind.ZOT, "zot");
  }

  private void notifies(Kind kind, String type) throws Exception {
    Files.createDirectories(folder.resolve("server"));
    Files.writeString(folder.resolve("server/token"), TOKEN);
    var looks = new Looks();
    var peers = Peers.installed();
    try (var world = new World(folder.resolve("server"))) {
      var name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
      var hook =
          new PeerRegistry.Notified(
              URI.create(world.serve().uri() + "/api/v1/hooks/registry/" + name), TOKEN);
      try (var registry = PeerRegistry.start(peers, kind, folder.resolve("registry"), hook)) {
        world.write(
            world.config("").replace(world.host(), registry.host())
                + """
                flux:
                  hooks:
                    - {name: %s, type: %s, registry: '%s', secretFile: token}
                """
                    .formatted(name, type, registry.host()));
        world.serve().reload();
        world.serve().outside().hints().listen(looks);
        var prod = Location.parse(registry.host() + "/work/shop:prod");

        var pusher = new RawPusher(URI.create("http://" + registry.host()));
        pusher.push(prod.repository(), new Tag("build-1"), Artifacts.sample(1));
        Waiting.until("the push of another tag", () -> heard(world, name, "unknown") > 0);
        assertThat(looks.seen).as("what is not ours").isEmpty();

        // Moved by a client of somebody else, round us.
        var crane = peers.need("crane").toString();
        var home = folder.resolve("home");
        Command.ok(home, crane, "tag", "--insecure", prod.repository() + ":build-1", "prod");
        Waiting.until("the tag of ours", () -> !looks.seen.isEmpty());
        assertThat(looks.seen).containsOnly(prod);
        looks.seen.clear();

        Command.ok(home, crane, "tag", "--insecure", prod.repository() + ":prod", "prod.41");
        Waiting.until("a keep-tag of ours", () -> !looks.seen.isEmpty());
        assertThat(looks.seen).containsOnly(prod);
        looks.seen.clear();

        Command.ok(
            home,
            crane,
            "delete",
            "--insecure",
            prod.repository() + "@" + Artifacts.sample(1).digest());
        Waiting.until("the deletion", () -> !looks.seen.isEmpty());
        assertThat(looks.seen).contains(prod);
        assertThat(heard(world, name, "rejected") + heard(world, name, "unreadable")).isZero();
      }
    }
  }

  private static double heard(World world, String hook, String result) {
    return world
        .admin()
        .get("/metrics")
        .is(200)
        .text()
        .lines()
        .filter(line ->
            line.startsWith(
                "tagtrail_hook_calls_total{hook=\"%s\",result=\"%s\"} ".formatted(hook, result)))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
