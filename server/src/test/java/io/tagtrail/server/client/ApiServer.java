package io.tagtrail.server.client;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.server.config.ConfigReader;
import io.tagtrail.server.config.Right;
import io.tagtrail.server.http.Serve;
import io.tagtrail.server.identity.ApiTokens;
import io.tagtrail.server.identity.Identity;
import io.tagtrail.server.identity.Scope;
import io.tagtrail.store.Ledgers;
import io.tagtrail.store.SqliteSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A server in this process over the configuration of a folder, and tokens for it.
final class ApiServer {
  private ApiServer() {}

  static Serve start(Path folder) {
    return Serve.start(folder.resolve(ConfigReader.FILE_NAME), Map.of());
  }

  /// One that may do everything.
  static String token(Path folder) {
    return token(
        folder,
        Arrays.stream(Right.values()).map(Right::label).collect(Collectors.toUnmodifiableSet()));
  }

  static String token(Path folder, Set<String> rights) {
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
}
