package io.tagtrail.server.http;

import io.tagtrail.server.config.ServerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the server serves: what the configuration says, and bounds that it does not.
///
/// @param certificate PEM, with its chain; null for plain HTTP
/// @param key PEM, unencrypted PKCS #8; there with the certificate
/// @param header how long the header of a request may take, with TLS its handshake too
/// @param body how long the body of a request may take
/// @param idle how long a connection may be silent while something is expected of it
/// @param stop how long a stop waits for the moves that are in flight
/// @param connections how many there may be at once
/// @param streams how many streams of events there may be at once
/// @param streamsEach how many of them one identity may have
/// @param publicMetrics whether anybody may read the metrics
public record ServerSettings(
    List<ServerConfig.Listen> listen,
    @Nullable Path certificate,
    @Nullable Path key,
    ServerConfig.Limits limits,
    Duration header,
    Duration body,
    Duration idle,
    Duration stop,
    int connections,
    int streams,
    int streamsEach,
    boolean publicMetrics) {
  public ServerSettings {
    listen = List.copyOf(listen);
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException("a certificate and its key come together");
    }
  }

  public static ServerSettings of(ServerConfig config) {
    var tls = config.tls();
    return new ServerSettings(
        config.listen(),
        tls == null ? null : tls.cert(),
        tls == null ? null : tls.key(),
        config.limits(),
        Duration.ofSeconds(10),
        Duration.ofSeconds(15),
        Duration.ofSeconds(30),
        config.stop(),
        4_096,
        1_000,
        20,
        false);
  }

  public ServerSettings listening(ServerConfig.Listen address) {
    return new ServerSettings(
        List.of(address),
        certificate,
        key,
        limits,
        header,
        body,
        idle,
        stop,
        connections,
        streams,
        streamsEach,
        publicMetrics);
  }

  public ServerSettings tls(Path newCertificate, Path newKey) {
    return new ServerSettings(
        listen,
        newCertificate,
        newKey,
        limits,
        header,
        body,
        idle,
        stop,
        connections,
        streams,
        streamsEach,
        publicMetrics);
  }

  public ServerSettings limits(ServerConfig.Limits newLimits) {
    return new ServerSettings(
        listen,
        certificate,
        key,
        newLimits,
        header,
        body,
        idle,
        stop,
        connections,
        streams,
        streamsEach,
        publicMetrics);
  }

  /// The same with other limits of time.
  public ServerSettings times(
      Duration newHeader, Duration newBody, Duration newIdle, Duration newStop) {
    return new ServerSettings(
        listen,
        certificate,
        key,
        limits,
        newHeader,
        newBody,
        newIdle,
        newStop,
        connections,
        streams,
        streamsEach,
        publicMetrics);
  }

  /// The same with metrics that anybody may read.
  public ServerSettings metricsForAll() {
    return new ServerSettings(
        listen,
        certificate,
        key,
        limits,
        header,
        body,
        idle,
        stop,
        connections,
        streams,
        streamsEach,
        true);
  }
}
