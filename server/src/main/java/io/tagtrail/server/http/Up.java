package io.tagtrail.server.http;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.gateway.embedded.EmbeddedRegistry;
import io.tagtrail.oci.http.IoTrouble;
import io.tagtrail.server.Ask;
import io.tagtrail.server.Local;
import io.tagtrail.server.config.ConfigReader;
import io.tagtrail.server.config.Right;
import io.tagtrail.server.config.ServerConfig;
import io.tagtrail.server.identity.ApiTokens;
import io.tagtrail.server.identity.Identity;
import io.tagtrail.server.identity.Scope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// `tagtrail up`: a server with the embedded registry, for trial, on this machine only. Everything
/// is in one folder; what is there already is used again.
public final class Up implements AutoCloseable {
  private static final Duration TOKEN_TTL = Duration.ofHours(24);

  private final EmbeddedRegistry registry;
  private final Serve serve;
  private final Ready ready;

  /// What whoever started it needs to know.
  ///
  /// @param registry `127.0.0.1:5480`: push there
  /// @param token may do everything, for a day; shown this once
  public record Ready(URI server, String registry, Path config, String token) {
    /// Never the token.
    @Override
    public String toString() {
      return "Ready[" + server + "]";
    }
  }

  private Up(EmbeddedRegistry registry, Serve serve, Ready ready) {
    this.registry = registry;
    this.serve = serve;
    this.ready = ready;
  }

  /// Serves until the process is told to stop.
  ///
  /// @param folder made where it is not there yet
  /// @param port where the server listens, on 127.0.0.1; 0 takes a free one
  /// @param registryPort where the registry listens, where the folder is new; 0 takes a free one
  public static void run(
      Path folder, Map<String, String> env, int port, int registryPort, Consumer<Ready> started)
      throws InterruptedException {
    Serve.prepare();
    try (var up = start(folder, env, port, registryPort)) {
      up.serve.untilStopped(_ -> started.accept(up.ready()));
    }
  }

  /// Starts it; the caller closes it.
  ///
  /// @throws InvalidValueException if something else listens at one of the ports: nothing was made
  public static Up start(Path folder, Map<String, String> env, int port, int registryPort) {
    var file = folder.resolve(ConfigReader.FILE_NAME);
    boolean fresh = !Files.exists(file);
    int registryAt = fresh ? registryPort : portOf(file, env);
    // Before anything is written: nobody is to clear away a folder that never served.
    free(
        registryAt,
        fresh
            ? "choose another with --registry-port, or --registry-port 0 for a free one"
            : "it is what %s gives its registry: end what has it (another tagtrail up?), or take another folder"
                .formatted(file));
    free(port, "choose another with --port, or --port 0 for a free one");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new LedgerException(
          LedgerException.Kind.UNAVAILABLE,
          "the folder %s cannot be made: %s".formatted(folder, IoTrouble.of(e)),
          e);
    }
    var registry =
        EmbeddedRegistry.start(
            folder.resolve("registry"),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), registryAt));
    try {
      if (!Files.exists(file)) {
        write(file, UpConfig.text(registry.host()));
      }
      var config = ConfigReader.read(file, env);
      Local.create(config, env, Time.system(), "tagtrail/trial", ask());
      var serve =
          Serve.start(
              file,
              env,
              settings ->
                  settings.listening(new ServerConfig.Listen("127.0.0.1", port)).metricsForAll());
      return new Up(registry, serve, new Ready(serve.uri(), registry.host(), file, token(serve)));
    } catch (RuntimeException e) {
      registry.close();
      throw e;
    }
  }

  private static void free(int port, String remedy) {
    if (port == 0) {
      return;
    }
    try (var probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new InvalidValueException(
          "cannot listen at 127.0.0.1:%d (%s); %s".formatted(port, IoTrouble.of(e), remedy), e);
    }
  }

  /// The port that the configuration of before gave the registry.
  private static int portOf(Path file, Map<String, String> env) {
    return ConfigReader.read(file, env).locations().values().stream()
        .map(location -> location.repository().registry())
        .filter(host -> host.startsWith("127.0.0.1:"))
        .map(host -> Integer.parseInt(host.substring(host.indexOf(':') + 1)))
        .findFirst()
        .orElse(0);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new LedgerException(
          LedgerException.Kind.UNAVAILABLE, file + " cannot be written: " + IoTrouble.of(e), e);
    }
  }

  private static Ask ask() {
    return Ask.of(
        "up", new Mover(Mover.Kind.PERSON, FactStatus.CLAIMED, null, null), "whoever started it");
  }

  private static String token(Serve serve) {
    var tokens = new ApiTokens(serve.wiring().stored().tokens(), Time.system()::now);
    var rights =
        Arrays.stream(Right.values()).map(Right::label).collect(Collectors.toUnmodifiableSet());
    return tokens.create("trial", starter(), new Scope(rights, List.of("*/*")), TOKEN_TTL).secret();
  }

  /// Whoever can start a process with this folder can do everything with it anyway.
  private static Identity starter() {
    return new Identity(
        Identity.Kind.WORKLOAD,
        new Mover(Mover.Kind.WORKLOAD, FactStatus.VERIFIED, ApiTokens.ISSUER, "up"),
        null,
        false,
        Set.of(),
        Map.of(),
        Facts.Pipeline.MISSING,
        Facts.Source.MISSING,
        null,
        "up",
        null);
  }

  public Ready ready() {
    return ready;
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
