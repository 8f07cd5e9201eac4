package io.tagtrail.server.config;

import io.tagtrail.core.model.InvalidValueException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How `tagtrail serve` serves.
///
/// @param listen where it listens; at least one
/// @param publicUrl how it is reached from outside; null where that is where it listens
/// @param tls null for plain HTTP
/// @param stop how long a stop waits for the moves that are in flight
/// @param copyFrom patterns of `registry/repository` that bundles are copied from for whoever may
///   promote; empty: of none, and only those of aliases that the asker may see remain
public record ServerConfig(
    List<Listen> listen,
    @Nullable URI publicUrl,
    @Nullable Tls tls,
    Limits limits,
    Duration stop,
    List<String> copyFrom) {
  public static final int DEFAULT_PORT = 8480;
  public static final ServerConfig USUAL =
      new ServerConfig(
          List.of(new Listen("127.0.0.1", DEFAULT_PORT)),
          null,
          null,
          Limits.USUAL,
          Duration.ofSeconds(25),
          List.of());

  private static final int MAX_LISTEN = 16;
  private static final int MAX_COPY_FROM = 1_000;

  public ServerConfig {
    listen = List.copyOf(listen);
    if (listen.isEmpty() || listen.size() > MAX_LISTEN) {
      throw new InvalidValueException("a server listens at 1 to " + MAX_LISTEN + " addresses");
    }
    copyFrom = List.copyOf(copyFrom);
    if (copyFrom.size() > MAX_COPY_FROM
        || copyFrom.stream()
            .anyMatch(glob -> !glob.matches("[A-Za-z0-9._:\\[\\]-]+/[a-z0-9._/*-]+"))) {
      throw new InvalidValueException(
          "copyFrom names repositories by pattern, as in ghcr.io/acme/*; a registry stands without *");
    }
    if (stop.isNegative() || stop.compareTo(Duration.ofMinutes(10)) > 0) {
      throw new InvalidValueException("a stop waits 10 minutes at most");
    }
  }

  /// An address to listen at: `127.0.0.1:8480`, `[::1]:8480`, `0.0.0.0:8480`; port 0 is any that is
  /// free.
  public record Listen(String host, int port) {
    private static final java.util.regex.Pattern FORM =
        java.util.regex.Pattern.compile(
            "(\\[[0-9a-fA-F:.]{2,45}\\]|[A-Za-z0-9.-]{1,253}):(\\d{1,5})");

    public Listen {
      if (host.isEmpty() || port < 0 || port > 65_535) {
        throw new InvalidValueException("a port is 0 to 65535");
      }
    }

    /// @throws InvalidValueException if the text has not that form
    public static Listen parse(String text) {
      var match = FORM.matcher(text);
      if (!match.matches()) {
        throw new InvalidValueException(
            "an address to listen at is host:port, as in 127.0.0.1:%d or 0.0.0.0:443"
                .formatted(DEFAULT_PORT));
      }
      return new Listen(match.group(1), Integer.parseInt(match.group(2)));
    }

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /// The server's certificate, read again when the files change.
  ///
  /// @param cert a PEM file: the certificate, then those that lead to its root
  /// @param key a PEM file: the key, not encrypted
  public record Tls(Path cert, Path key) {}

  /// @param requests that one identity may make in a minute
  /// @param anonymous requests that one address may make in a minute without being anybody
  /// @param body the largest body of a request, in bytes
  /// @param moves that are carried out at the same time
  /// @param refusals of one identity that are logged in an hour
  public record Limits(int requests, int anonymous, int body, int moves, int refusals) {
    public static final Limits USUAL = new Limits(600, 120, 262_144, 64, 60);

    public Limits {
      within("requests", requests, 1, 1_000_000);
      within("anonymous", anonymous, 1, 1_000_000);
      within("body", body, 1_024, 16_777_216);
      within("moves", moves, 1, 10_000);
      within("refusals", refusals, 0, 100_000);
    }

    private static void within(String name, int value, int least, int most) {
      if (value < least || value > most) {
        throw new InvalidValueException("%s must be %d to %d".formatted(name, least, most));
      }
    }
  }
}
