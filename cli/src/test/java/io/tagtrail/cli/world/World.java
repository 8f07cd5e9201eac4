package io.tagtrail.cli.world;

import io.tagtrail.cli.Backend;
import io.tagtrail.cli.CliContext;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.policy.PolicyLog;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.server.config.Config;
import io.tagtrail.server.config.ConfigReader;
import io.tagtrail.testkit.ledger.InMemoryLedger;
import io.tagtrail.testkit.ledger.SetClock;
import io.tagtrail.testkit.registry.Artifacts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One ledger, its registries, a configuration of two applications and three environments, and the
/// command line over it.
public final class World {
  /// The configuration, with a location to fill in.
  private static final String CONFIG =
      """
      version: 1
      location: registry.example/acme/{application}:{environment}
      environments:
        dev: {}
        preprod: {after: [dev], required: [mover]}
        prod: {after: [preprod], required: [mover]}
      applications: {shop: {}, blog: {}}
      """;

  public final SetClock clock = SetClock.at("2026-02-14T12:00:00Z");
  public final FakeRegistry registry = new FakeRegistry();
  public final InMemoryLedger ledger = new InMemoryLedger("ledger.example/test", clock);
  public final Map<String, String> environment = new HashMap<>(Map.of("USER", "ann"));
  public final Config config;
  public Backend backend;
  public boolean terminal;
  public boolean interactive;
  public int width = 80;
  public String input = "";

  /// Where answers go; null where a test reads them.
  public @Nullable Writer out;

  private final Path folder;

  public World(Path folder) {
    this(folder, CONFIG);
  }

  public World(Path folder, String text) {
    this.folder = folder;
    var file = folder.resolve("tagtrail.yaml");
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.config = ConfigReader.read(file, Map.of());
    this.backend = new WorldBackend(this);
    new PolicyLog(ledger).apply(config.policy(), "test", Facts.NONE, List.of());
  }

  public Location location(String alias) {
    return config.location(Alias.parse(alias));
  }

  /// The n-th bundle, of release 1.0.n, created n minutes after noon in January.
  public static Manifest bundle(int n) {
    return bundle(n, "1.0." + n, "main@sha1:%040x".formatted(n));
  }

  public static Manifest bundle(int n, String release, String revision) {
    return Artifacts.flux(
            Map.of("n.yaml", "n: " + n),
            new TreeMap<>(
                Map.of(
                    "org.opencontainers.image.created",
                    "2026-01-10T12:%02d:00Z".formatted(n),
                    "org.opencontainers.image.source",
                    "https://git.example/acme/shop",
                    "org.opencontainers.image.revision",
                    revision,
                    "org.opencontainers.image.version",
                    release)))
        .manifest();
  }

  public static Digest digest(int n) {
    return bundle(n).digest();
  }

  /// Pushes the n-th bundle under a tag of the alias's repository; returns what to promote.
  public String push(String alias, int n) {
    var at = location(alias).repository();
    registry.push(Location.parse(at + ":build-" + n), bundle(n));
    return ":build-" + n;
  }

  /// Pushes and promotes the n-th bundle through all three environments of shop, an hour each.
  public World release(int n) {
    run("promote", push("shop/dev", n), "shop/dev").ok();
    clock.advance(Duration.ofHours(1));
    run("promote", "shop/dev", "shop/preprod").ok();
    clock.advance(Duration.ofHours(1));
    run("promote", "shop/preprod", "shop/prod").ok();
    clock.advance(Duration.ofHours(1));
    return this;
  }

  /// Moves a tag without Tagtrail.
  public void moveOutside(String alias, int n) {
    registry.push(location(alias), bundle(n));
  }

  public Ran run(String... arguments) {
    return Ran.verb(
        (usual, err) ->
            new CliContext(
                new BufferedReader(new StringReader(input)),
                out == null ? usual : new PrintWriter(out),
                err,
                environment,
                folder,
                terminal,
                terminal,
                interactive,
                width,
                clock,
                backend),
        arguments);
  }
}
