package io.tagtrail.testkit.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A real registry, on a free loopback port, over a folder of its own, with deletes allowed and no
/// authentication.
public final class PeerRegistry implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(20);

  private final Kind kind;
  private final Path folder;
  private final int port;
  private final List<String> command;
  private Process process;

  /// Which registry.
  public enum Kind {
    /// Debian's distribution 2.8: no referrers API, no tag delete.
    DOCKER_REGISTRY("docker-registry", true),
    /// The reference registry, version 3.
    DISTRIBUTION("distribution", true),
    /// Referrers, `OCI-Tag`.
    OLAREG("olareg", false),
    /// Referrers; forgets the digest that a tag leaves.
    ZOT("zot", false);

    private final String peer;
    private final boolean always;

    Kind(String peer, boolean always) {
      this.peer = peer;
      this.always = always;
    }

    public String peer() {
      return peer;
    }

    boolean always() {
      return always;
    }

    /// Whether it answers the referrers API.
    public boolean hasReferrers() {
      return this == OLAREG || this == ZOT;
    }
  }

  private PeerRegistry(Kind kind, Path folder, int port, List<String> command, Process process) {
    this.kind = kind;
    this.folder = folder;
    this.port = port;
    this.command = command;
    this.process = process;
  }

  /// Whom a registry notifies of what happens in it.
  ///
  /// @param token what it shows, as a bearer token
  public record Notified(URI address, String token) {}

  /// Starts one and waits until it answers.
  public static PeerRegistry start(Peers peers, Kind kind, Path folder)
      throws IOException, InterruptedException {
    return start(peers, kind, folder, null);
  }

  /// Starts one that notifies somebody: those of distribution can, and zot that was built with its
  /// events.
  public static PeerRegistry start(Peers peers, Kind kind, Path folder, @Nullable Notified notified)
      throws IOException, InterruptedException {
    int port = freePort();
    Files.createDirectories(folder.resolve("data"));
    var binary = peers.need(kind.peer()).toString();
    var command =
        switch (kind) {
          case DOCKER_REGISTRY, DISTRIBUTION -> {
            var config = folder.resolve("config.yml");
            Files.writeString(
                config,
                """
                version: 0.1
                log: {level: error, accesslog: {disabled: true}}
                storage:
                  filesystem: {rootdirectory: "%s"}
                  delete: {enabled: true}
                  maintenance: {uploadpurging: {enabled: false}}
                http: {addr: "127.0.0.1:%d", secret: tagtrail-test}
                %s
                """
                    .formatted(folder.resolve("data"), port, notifications(notified)));
            yield List.of(binary, "serve", config.toString());
          }
          case OLAREG ->
              // By default it would listen on every interface, and delete nothing.
              List.of(
                  binary,
                  "serve",
                  "--addr",
                  "127.0.0.1",
                  "--port",
                  Integer.toString(port),
                  "--dir",
                  folder.resolve("data").toString(),
                  "--api-delete",
                  "--api-blob-delete",
                  "--gc-frequency",
                  "-1s");
          case ZOT -> {
            var config = folder.resolve("zot.json");
            Files.writeString(
                config,
                """
                {"distSpecVersion":"1.1.1",
                 "storage":{"rootDirectory":"%s","gc":false},
                 "http":{"address":"127.0.0.1","port":"%d","compat":["docker2s2"]},
                 "log":{"level":"error"}%s}
                """
                    .formatted(folder.resolve("data"), port, events(notified)));
            yield List.of(binary, "serve", config.toString());
          }
        };
    var registry = new PeerRegistry(kind, folder, port, command, process(command, folder));
    registry.awaitReady();
    return registry;
  }

  private static String notifications(@Nullable Notified notified) {
    return notified == null
        ? ""
        : """
        notifications:
          endpoints:
            - name: tagtrail
              url: %s
              headers: {Authorization: ["Bearer %s"]}
              timeout: 5s
              threshold: 5
              backoff: 1s
        """
            .formatted(notified.address(), notified.token());
  }

  private static String events(@Nullable Notified notified) {
    return notified == null
        ? ""
        : """
        ,
         "extensions":{"events":{"enable":true,"sinks":[
          {"type":"http","address":"%s","timeout":"5s","credentials":{"token":"%s"}}]}}
        """
            .formatted(notified.address(), notified.token());
  }

  public Kind kind() {
    return kind;
  }

  public String host() {
    return "127.0.0.1:" + port;
  }

  /// Ends it and starts it again on the same folder and port.
  public void restart() throws IOException, InterruptedException {
    stop();
    process = process(command, folder);
    awaitReady();
  }

  /// Ends it; what it was asked meanwhile is refused.
  public void stop() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
  }

  private static Process process(List<String> command, Path folder) throws IOException {
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("OTEL_TRACES_EXPORTER", "none");
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log.txt").toFile()))
        .start();
  }

  private void awaitReady() throws IOException, InterruptedException {
    long until = System.nanoTime() + READY.toNanos();
    try (var client = HttpClient.newHttpClient()) {
      var ping = HttpRequest.newBuilder(URI.create("http://" + host() + "/v2/")).build();
      while (System.nanoTime() < until) {
        if (!process.isAlive()) {
          throw new IOException(
              kind
                  + " ended with "
                  + process.exitValue()
                  + ": "
                  + Files.readString(folder.resolve("log.txt")));
        }
        try {
          if (client.send(ping, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (IOException e) {
          // Not listening yet.
          Thread.sleep(10);
        }
      }
    }
    throw new IOException(kind + " is not ready after " + READY);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
