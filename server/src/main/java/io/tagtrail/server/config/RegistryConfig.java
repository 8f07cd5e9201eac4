package io.tagtrail.server.config;

import io.tagtrail.core.model.InvalidValueException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How a registry is reached. Secrets stand nowhere in the configuration: it names where they are.
///
/// @param http whether plain http is spoken; loopback hosts speak it without being asked
/// @param ca a file of PEM certificates to trust for this registry instead of the system's
/// @param username with a password from `passwordEnv` or `passwordFile`; without one Docker's
///   configuration is asked
public record RegistryConfig(
    boolean http,
    @Nullable Path ca,
    @Nullable String username,
    @Nullable String passwordEnv,
    @Nullable Path passwordFile) {
  public RegistryConfig {
    if (http && ca != null) {
      throw new InvalidValueException("http has no certificates: http and ca exclude each other");
    }
    boolean password = passwordEnv != null || passwordFile != null;
    if ((username != null) != password) {
      throw new InvalidValueException(
          "a username goes with passwordEnv or passwordFile, and they with it");
    }
    if (passwordEnv != null && passwordFile != null) {
      throw new InvalidValueException("passwordEnv and passwordFile exclude each other");
    }
  }
}
