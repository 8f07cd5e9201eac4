package io.tagtrail.cli;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.server.client.RemoteTagtrail;
import io.tagtrail.server.client.SavedTokens;
import io.tagtrail.server.client.ServerAddress;
import io.tagtrail.server.client.Tokens;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The server that a command asks instead of a local ledger.
///
/// @param ca certificates that are trusted for it instead of the system's
/// @param tokenEnv the variable that holds the token, where one was named
public record Remote(ServerAddress server, @Nullable Path ca, @Nullable String tokenEnv) {
  static final String SERVER = "TAGTRAIL_SERVER";
  private static final String CA_FILE = "TAGTRAIL_CA_FILE";
  private static final String ISSUER_CA_FILE = "TAGTRAIL_ISSUER_CA_FILE";

  /// The server of the flags, else of the environment; null where there is none. A configuration
  /// that is named on the command line wins over the environment's server.
  static @Nullable Remote of(
      TagtrailCommand options, Path workingDirectory, Map<String, String> environment) {
    var address = options.server;
    if (address == null && options.config == null) {
      address = environment.getOrDefault(SERVER, "");
    }
    if (address == null || address.isBlank()) {
      return null;
    }
    if (options.server != null && options.config != null) {
      throw new InvalidValueException(
          "--server and --config do not go together: the server has its own configuration");
    }
    return new Remote(
        ServerAddress.parse(address, options.insecureHttp),
        ca(options, workingDirectory, environment),
        options.tokenEnv);
  }

  private static @Nullable Path ca(
      TagtrailCommand options, Path workingDirectory, Map<String, String> environment) {
    var name = options.caFile == null ? environment.getOrDefault(CA_FILE, "") : options.caFile;
    return file(name, workingDirectory);
  }

  /// What is trusted for the issuer of people's sign-ins; null for the system's.
  @Nullable Path issuerCa(Path workingDirectory, Map<String, String> environment) {
    return file(environment.getOrDefault(ISSUER_CA_FILE, ""), workingDirectory);
  }

  private static @Nullable Path file(String name, Path workingDirectory) {
    if (name.isBlank()) {
      return null;
    }
    try {
      var file = workingDirectory.resolve(name).normalize();
      if (Files.isRegularFile(file)) {
        return file;
      }
      throw new InvalidValueException("the CA file " + file + " is not there");
    } catch (InvalidPathException e) {
      throw new InvalidValueException("the CA file names no path: " + e.getReason(), e);
    }
  }

  RemoteTagtrail open(Map<String, String> environment) {
    var saved =
        SavedTokens.of(
            environment,
            server,
            issuerCa(Path.of("").toAbsolutePath(), environment),
            InstantSource.system());
    return RemoteTagtrail.at(server, ca, Tokens.of(environment, tokenEnv, server, saved));
  }
}
