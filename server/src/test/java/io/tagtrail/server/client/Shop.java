package io.tagtrail.server.client;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.gateway.embedded.EmbeddedRegistry;
import io.tagtrail.server.Ask;
import io.tagtrail.server.Local;
import io.tagtrail.server.config.Config;
import io.tagtrail.server.config.ConfigReader;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.Bundle;
import io.tagtrail.testkit.registry.RawPusher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A shop with a registry of its own, a configuration and a ledger, in a folder.
final class Shop implements AutoCloseable {
  private final Path folder;
  private final InetSocketAddress address;
  private final Config config;
  private EmbeddedRegistry registry;

  private Shop(Path folder, EmbeddedRegistry registry) {
    this.folder = folder;
    this.registry = registry;
    var host = registry.host();
    this.address =
        new InetSocketAddress(
            InetAddress.getLoopbackAddress(),
            Integer.parseInt(host.substring(host.lastIndexOf(':') + 1)));
    var file = folder.resolve(ConfigReader.FILE_NAME);
    try {
      Files.writeString(file, config(host));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.config = ConfigReader.read(file, Map.of());
    var mover = new Mover(Mover.Kind.PERSON, FactStatus.CLAIMED, null, null);
    Local.create(
        config, Map.of(), Time.system(), "ledger.example/shop", Ask.of("init", mover, "x"));
  }

  static Shop start(Path folder) {
    return new Shop(
        folder,
        EmbeddedRegistry.start(
            folder.resolve("registry"),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
  }

  Config config() {
    return config;
  }

  void away() {
    registry.close();
  }

  void back() {
    registry = EmbeddedRegistry.start(folder.resolve("registry"), address);
  }

  Location location(Alias alias) {
    return config.location(alias);
  }

  private static Bundle bundle(int n) {
    return Artifacts.flux(
        Map.of("n.yaml", "n: " + n),
        "https://git.example/acme/shop",
        "main@sha1:" + commitOf(n),
        Instant.parse("2026-01-10T12:00:00Z").plusSeconds(60L * n));
  }

  private static String commitOf(int n) {
    return "%040x".formatted(0xabcdef00L + n);
  }

  String commit(int n) {
    return commitOf(n);
  }

  Digest digest(int n) {
    return bundle(n).digest();
  }

  private RawPusher pusher() {
    return new RawPusher(URI.create("http://" + registry.host()));
  }

  /// Pushes the n-th bundle to the alias's repository; returns what to promote.
  String push(Alias alias, int n) {
    pusher().push(location(alias).repository(), new Tag("b" + n), bundle(n));
    return ":b" + n;
  }

  /// Moves the tag without Tagtrail.
  void outside(Alias alias, int n) {
    push(alias, n);
    put(location(alias), bundle(n).manifest());
  }

  void put(Location location, Manifest manifest) {
    pusher().manifest(location.repository(), location.tag().value(), manifest);
  }

  @Nullable Digest tag(Alias alias) {
    var at = location(alias);
    return pusher().get(at.repository(), at.tag().value()).map(Manifest::digest).orElse(null);
  }

  @Override
  public void close() {
    registry.close();
  }

  private static String config(String host) {
    return """
    version: 1
    ledger: {path: ledger, durable: true}
    location: %s/{application}:{environment}
    environments:
      dev: {required: []}
      prod: {after: [dev], required: []}
      edge: {required: [], write: {by: caller}}
    applications: {shop: {}}
    server: {listen: "127.0.0.1:0"}
    identity: {apiTokens: true}
    rights:
      - name: tests
        allow: [read, promote, rollback, rollback-past-admission, approve, override, block, hold,
                adopt, settle, report, audit, admin]
        on: "*/*"
    """
        .formatted(host);
  }
}
