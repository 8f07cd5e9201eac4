package io.tagtrail.oci.auth;

import java.util.List;
import java.util.Map;

/// Where logins come from. May be asked often and from any thread; may read files or run a helper.
@FunctionalInterface
public interface Credentials {
  /// The login for a registry, by its canonical name (`docker.io`, `ghcr.io`, `10.0.0.1:5000`).
  Login login(String registry);

  static Credentials none() {
    return registry -> Login.None.NONE;
  }

  static Credentials of(Map<String, Login> logins) {
    var copy = Map.copyOf(logins);
    return registry -> copy.getOrDefault(registry, Login.None.NONE);
  }

  /// The first of these that knows a login.
  static Credentials firstOf(List<Credentials> sources) {
    var copy = List.copyOf(sources);
    return registry ->
        copy.stream()
            .map(source -> source.login(registry))
            .filter(login -> login != Login.None.NONE)
            .findFirst()
            .orElse(Login.None.NONE);
  }

  /// What a command uses unless told otherwise: the environment, then Docker's config file.
  static Credentials standard(Map<String, String> environment) {
    return firstOf(List.of(new EnvironmentCredentials(environment), DockerConfig.of(environment)));
  }
}
