package io.tagtrail.remote;

import io.tagtrail.cli.world.Ran;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.gateway.embedded.EmbeddedRegistry;
import io.tagtrail.server.http.Serve;
import io.tagtrail.server.identity.ApiTokens;
import io.tagtrail.server.identity.Identity;
import io.tagtrail.server.identity.Scope;
import io.tagtrail.store.Ledgers;
import io.tagtrail.store.SqliteSettings;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.Bundle;
import io.tagtrail.testkit.registry.RawPusher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A server with its folder, and a job elsewhere that has nothing but the server's address and a
/// token.
final class Place implements AutoCloseable {
  static final Set<String> ALL =
      Set.of(
          "read",
          "promote",
          "rollback",
          "rollback-past-admission",
          "approve",
          "override",
          "block",
          "hold",
          "adopt",
          "settle",
          "report",
          "audit",
          "admin");

  final Map<String, String> environment = new HashMap<>();
  private final Path folder;
  private final Path job;
  private final InetSocketAddress address;
  private final Serve serve;
  private EmbeddedRegistry registry;

  Place(Path root) throws IOException {
    this.folder = Files.createDirectories(root.resolve("server"));
    this.job = Files.createDirectories(root.resolve("job"));
    this.registry =
        EmbeddedRegistry.start(
            folder.resolve("registry"), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    var host = registry.host();
    int port = Integer.parseInt(host.substring(host.lastIndexOf(':') + 1));
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    Files.writeString(folder.resolve("tagtrail.yaml"), config(host));
    local("init").ok();
    this.serve = Serve.start(folder.resolve("tagtrail.yaml"), Map.of());
    environment.putAll(
        Map.of(
            "USER", "tester",
            "HOME", job.toString(),
            "TAGTRAIL_SERVER", serve.uri().toString(),
            "TAGTRAIL_TOKEN", token(ALL)));
  }

  private static String config(String host) {
    return """
    version: 1
    ledger: {path: ledger, durable: true}
    location: %s/{application}:{environment}
    environments:
      dev: {required: [], write: {settle: 300ms, patience: 1s, supersede: 500ms}}
      prod:
        after: [dev]
        required: []
      edge: {required: [], write: {by: caller, settle: 300ms, patience: 1s}}
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

  /// Of the registry.
  String host() {
    return registry.host();
  }

  String uri() {
    return serve.uri().toString();
  }

  String token(Set<String> rights) {
    var clock = InstantSource.system();
    try (var ledger = Ledgers.open(SqliteSettings.of(folder.resolve("ledger")), clock)) {
      return new ApiTokens(ledger.tokens(), clock)
          .create("tests", owner(), new Scope(rights, List.of("*/*")), Duration.ofHours(1))
          .secret();
    }
  }

  private static Identity owner() {
    return new Identity(
        Identity.Kind.WORKLOAD,
        new Mover(Mover.Kind.WORKLOAD, FactStatus.VERIFIED, ApiTokens.ISSUER, "tests"),
        null,
        false,
        Set.of(),
        Map.of(),
        Facts.Pipeline.MISSING,
        Facts.Source.MISSING,
        null,
        "tests",
        null);
  }

  /// Runs a verb where the job is, over the server.
  Ran run(String... arguments) {
    return Ran.verb(job, environment, "", arguments);
  }

  /// Runs a verb beside the ledger.
  Ran local(String... arguments) {
    return Ran.verb(folder, Map.of("USER", "tester"), "", arguments);
  }

  private static Bundle bundle(int n) {
    return Artifacts.flux(
        Map.of("n.yaml", "n: " + n),
        "https://git.example/acme/shop",
        "main@sha1:%040x".formatted(0xabcdef00L + n),
        Instant.parse("2026-01-10T12:00:00Z").plusSeconds(60L * n));
  }

  Digest digest(int n) {
    return bundle(n).digest();
  }

  private RawPusher pusher() {
    return new RawPusher(URI.create("http://" + registry.host()));
  }

  private Repository repository(String name) {
    return new Repository(registry.host(), name);
  }

  /// Pushes the n-th bundle to a repository under the tag `b` and its number.
  String push(String repository, int n) {
    pusher().push(repository(repository), new Tag("b" + n), bundle(n));
    return registry.host() + "/" + repository + ":b" + n;
  }

  /// Pushes a bundle with these files; returns what to promote.
  String push(String tag, Map<String, String> files, String commit) {
    var bundle =
        Artifacts.flux(
            files,
            "https://github.com/acme/shop",
            "main@sha1:" + commit,
            Instant.parse("2026-01-10T12:00:00Z"));
    pusher().push(repository("shop"), new Tag(tag), bundle);
    return ":" + tag;
  }

  /// Pushes an image.
  void image(String repository, String tag, long seed) {
    pusher().push(repository(repository), new Tag(tag), Artifacts.image(seed, 1, 64));
  }

  /// Deletes what [#image] pushed, as a clean-up does.
  void loseImage(String repository, long seed) throws IOException, InterruptedException {
    var digest = Artifacts.image(seed, 1, 64).digest();
    try (var http = HttpClient.newHttpClient()) {
      var uri = "http://%s/v2/%s/manifests/%s".formatted(host(), repository, digest);
      var request = HttpRequest.newBuilder(URI.create(uri)).DELETE().build();
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status != 202) {
        throw new IllegalStateException(uri + " answered " + status);
      }
    }
  }

  void outside(String tag, int n) {
    pusher().push(repository("shop"), new Tag(tag), bundle(n));
  }

  @Nullable Digest tag(String tag) {
    return pusher().get(repository("shop"), tag).map(Manifest::digest).orElse(null);
  }

  void away() {
    registry.close();
  }

  void back() {
    registry = EmbeddedRegistry.start(folder.resolve("registry"), address);
  }

  @Override
  public void close() {
    try {
      serve.close();
    } finally {
      registry.close();
    }
  }
}
