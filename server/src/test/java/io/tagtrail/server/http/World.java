package io.tagtrail.server.http;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.server.Ask;
import io.tagtrail.server.Local;
import io.tagtrail.server.config.ConfigReader;
import io.tagtrail.server.config.Right;
import io.tagtrail.server.config.ServerConfig;
import io.tagtrail.server.identity.ApiTokens;
import io.tagtrail.server.identity.Identity;
import io.tagtrail.server.identity.Scope;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.MemoryRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A real server over a real ledger, in a folder if nothing else is said, before a registry in
/// memory.
final class World implements AutoCloseable {
  static final String PROD = "/api/v1/aliases/shop/prod";
  static final String DEV = "/api/v1/aliases/shop/dev";

  static final String IN_A_FOLDER = "{path: ledger, durable: true}";

  private final Path folder;
  private final String ledger;
  private final MemoryRegistry registry = MemoryRegistry.withReferrersApi();
  private final Serve serve;
  private final Client admin;

  World(Path folder) {
    this(folder, settings -> settings);
  }

  World(Path folder, UnaryOperator<ServerSettings> adjust) {
    this(folder, IN_A_FOLDER, adjust);
  }

  /// @param ledger what the configuration says of the ledger
  World(Path folder, String ledger, UnaryOperator<ServerSettings> adjust) {
    this.folder = folder;
    this.ledger = ledger;
    write(config(""));
    var config = ConfigReader.read(file(), Map.of());
    Local.create(
        config,
        Map.of(),
        Time.system(),
        "tagtrail/test",
        Ask.of("test", new Mover(Mover.Kind.PERSON, FactStatus.CLAIMED, null, null), "tester"));
    serve =
        Serve.start(
            file(),
            Map.of(),
            settings -> adjust.apply(settings.listening(new ServerConfig.Listen("127.0.0.1", 0))));
    admin = client(everything());
  }

  Path file() {
    return folder.resolve("tagtrail.yaml");
  }

  void write(String text) {
    try {
      Files.createDirectories(folder);
      Files.writeString(file(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @param more further top-level keys
  String config(String more) {
    return """
    version: 1
    ledger: %2$s
    environments:
      dev:
        required: []
        write: {deadline: 20s, settle: 300ms, patience: 2s, supersede: 500ms}
      prod:
        after: [dev]
        required: []
        write: {deadline: 20s, settle: 300ms, patience: 2s, supersede: 500ms}
    applications:
      shop: {location: '%1$s/work/shop:{environment}'}
      cart: {location: '%1$s/work/cart:{environment}'}
    identity: {apiTokens: true}
    rights:
      - name: everything
        allow: [read, promote, rollback, rollback-past-admission, approve, override, block, hold,
                adopt, settle, report, audit, admin]
        on: "*/*"
    """
            .formatted(host(), ledger)
        + more;
  }

  String host() {
    return registry.uri().getAuthority();
  }

  MemoryRegistry registry() {
    return registry;
  }

  Serve serve() {
    return serve;
  }

  Path folder() {
    return folder;
  }

  /// Somebody who may do everything.
  Client admin() {
    return admin;
  }

  Client nobody() {
    return new Client(serve.uri(), null);
  }

  Client client(@Nullable String token) {
    return new Client(serve.uri(), token);
  }

  String everything() {
    return token(
        Arrays.stream(Right.values()).map(Right::label).collect(Collectors.toSet()), "*/*");
  }

  String token(Set<String> rights, String... aliases) {
    return new ApiTokens(serve.wiring().stored().tokens(), Time.system()::now)
        .create("test", STARTER, new Scope(rights, List.of(aliases)), Duration.ofHours(1))
        .secret();
  }

  private static final Identity STARTER =
      new Identity(
          Identity.Kind.WORKLOAD,
          new Mover(Mover.Kind.WORKLOAD, FactStatus.VERIFIED, ApiTokens.ISSUER, "test"),
          null,
          false,
          Set.of(),
          Map.of(),
          Facts.Pipeline.MISSING,
          Facts.Source.MISSING,
          null,
          "test",
          null);

  /// Pushes the n-th sample bundle, as `build-n`.
  Digest push(String application, int n) {
    var bundle = Artifacts.sample(n);
    registry
        .pusher()
        .push(new Repository(host(), "work/" + application), new Tag("build-" + n), bundle);
    return bundle.digest();
  }

  /// Pushes and promotes to dev and prod.
  Digest live(int n) {
    var digest = push("shop", n);
    admin.post(DEV + "/promote", "{\"source\":\":build-" + n + "\"}").is(200);
    admin.post(PROD + "/promote", "{\"source\":\"shop/dev\"}").is(200);
    return digest;
  }

  long entries() {
    return serve.wiring().stored().head().size();
  }

  @Nullable Digest governed(String environment) {
    return serve.wiring().stored().alias(new Alias("shop", environment)).governedDigest();
  }

  @Override
  public void close() {
    serve.close();
    registry.close();
  }
}
