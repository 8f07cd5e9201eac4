package io.tagtrail.bench.world;

import io.tagtrail.core.event.Facts;
import io.tagtrail.core.policy.PolicyLog;
import io.tagtrail.server.config.ConfigReader;
import io.tagtrail.store.Ledgers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What a server needs to start: a configuration, a ledger with its policy, the keys of an issuer;
/// and a token of a pipeline that may promote.
///
/// The one environment asks for what every one but `dev` does by default (mover, pipeline, source),
/// nothing is attached to bundles.
///
/// @param folder with `tagtrail.yaml`
/// @param port where the server will listen, on loopback
/// @param token of a pipeline, which may read and promote everything
public record ServerHome(Path folder, int port, String token) {
  /// The environment of all aliases.
  public static final String ENVIRONMENT = "prod";

  /// @param place the name of the ledger in the database
  /// @param registry where the bundles are, `127.0.0.1:PORT`
  public static ServerHome make(
      Path folder, Databases databases, String place, String registry, List<String> applications)
      throws Exception {
    return make(folder, databases, place, registry, applications, "");
  }

  /// @param more further keys of the configuration
  public static ServerHome make(
      Path folder,
      Databases databases,
      String place,
      String registry,
      List<String> applications,
      String more)
      throws Exception {
    Files.createDirectories(folder);
    var issuer = PipelineToken.issuer();
    issuer.writeKeys(folder.resolve("keys.json"));
    var home = new ServerHome(folder, freePort(), issuer.token());
    Files.writeString(
        home.config(), home.text(databases.yaml(place), registry, applications) + more);
    var config = ConfigReader.read(home.config(), Map.of());
    try (var ledger =
        Ledgers.create(databases.ledger(place), "bench.example/server", Instant::now)) {
      new PolicyLog(ledger).apply(config.policy(), "bench", Facts.NONE, List.of());
    }
    return home;
  }

  public Path config() {
    return folder.resolve(ConfigReader.FILE_NAME);
  }

  /// The path of an application's repository.
  public static String repository(String application) {
    return "governed/" + application;
  }

  private String text(String ledger, String registry, List<String> applications) {
    var text =
        new StringBuilder(
            """
            version: 1
            ledger: %s
            server:
              listen: 127.0.0.1:%d
              limits: {requests: 1000000}
            location: %s/%s:{environment}
            environments:
              %s: {attach: false}
            identity:
              issuers:
                ci:
                  preset: gitlab
                  issuer: %s
                  audiences: [%s]
                  jwks: "%s"
            rights:
              - name: pipelines
                allow: [read, promote, audit]
                on: "*/*"
            applications:
            """
                .formatted(
                    ledger,
                    port,
                    registry,
                    repository("{application}"),
                    ENVIRONMENT,
                    PipelineToken.ISSUER,
                    PipelineToken.AUDIENCE,
                    folder.resolve("keys.json").toAbsolutePath().toUri()));
    applications.forEach(application -> text.append("  ").append(application).append(":\n"));
    return text.toString();
  }

  /// The configuration names a port before the server has it: nobody else on this machine is
  /// expected to take it meanwhile.
  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
