package io.tagtrail.oci.auth;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Repository;
import java.util.Map;

/// A login from `TAGTRAIL_REGISTRY_HOST`, `TAGTRAIL_REGISTRY_USER`, `TAGTRAIL_REGISTRY_PASSWORD`.
/// The host is needed: without it the password would go to whichever registry a command names.
///
/// @param environment as `System.getenv()` has it
public record EnvironmentCredentials(Map<String, String> environment) implements Credentials {
  private static final String HOST = "TAGTRAIL_REGISTRY_HOST";
  private static final String USER = "TAGTRAIL_REGISTRY_USER";
  private static final String PASSWORD = "TAGTRAIL_REGISTRY_PASSWORD";

  public EnvironmentCredentials {
    environment = Map.copyOf(environment);
  }

  @Override
  public Login login(String registry) {
    var password = environment.getOrDefault(PASSWORD, "");
    if (password.isEmpty()) {
      return Login.None.NONE;
    }
    var host = environment.getOrDefault(HOST, "");
    var user = environment.getOrDefault(USER, "");
    if (host.isEmpty() || user.isEmpty()) {
      throw new InvalidValueException(
          PASSWORD + " is set; " + HOST + " and " + USER + " must be set with it");
    }
    return Repository.parse(host + "/any").registry().equals(registry)
        ? new Login.Basic(user, password)
        : Login.None.NONE;
  }

  @Override
  public String toString() {
    return "EnvironmentCredentials";
  }
}
