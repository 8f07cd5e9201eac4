package io.tagtrail.server;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Repository;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.oci.OciSettings;
import io.tagtrail.oci.auth.Credentials;
import io.tagtrail.oci.auth.Login;
import io.tagtrail.oci.http.HostSettings;
import io.tagtrail.oci.http.IoTrouble;
import io.tagtrail.oci.http.Timeouts;
import io.tagtrail.server.config.Config;
import io.tagtrail.server.config.ConfigException;
import io.tagtrail.server.config.RegistryConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes the registry client that the configuration describes. A secret is read when a registry
/// asks for it, so that a verb which needs none works without it.
public final class Registries {
  private Registries() {}

  /// With what Docker's configuration and the environment know, and nothing else.
  public static OciRegistry of(Map<String, String> env) {
    return new OciRegistry(new OciSettings(Credentials.standard(env), Map.of(), Timeouts.DEFAULT));
  }

  public static OciRegistry of(Config config, Map<String, String> env) {
    var configured = new LinkedHashMap<String, RegistryConfig>();
    config
        .registries()
        .forEach((host, each) -> configured.put(Repository.parse(host + "/any").registry(), each));
    Credentials own = registry -> login(registry, configured, env);
    return as(config, Credentials.firstOf(List.of(own, Credentials.standard(env))));
  }

  /// With these logins and no others, reached as the configuration says.
  ///
  /// @param config null for the usual ways
  public static OciRegistry as(@Nullable Config config, Credentials logins) {
    var hosts = new LinkedHashMap<String, HostSettings>();
    if (config != null) {
      config
          .registries()
          .forEach((host, each) -> {
            var name = Repository.parse(host + "/any").registry();
            if (each.http()) {
              hosts.put(name, HostSettings.insecure());
            } else if (each.ca() != null) {
              hosts.put(name, HostSettings.trusting(each.ca()));
            }
          });
    }
    return new OciRegistry(new OciSettings(logins, hosts, Timeouts.DEFAULT));
  }

  private static Login login(
      String registry, Map<String, RegistryConfig> configured, Map<String, String> env) {
    var each = configured.get(registry);
    if (each == null || each.username() == null) {
      return Login.None.NONE;
    }
    return new Login.Basic(each.username(), password(registry, each, env));
  }

  private static String password(String registry, RegistryConfig each, Map<String, String> env) {
    var variable = each.passwordEnv();
    if (variable != null) {
      var value = env.get(variable);
      if (value == null || value.isEmpty()) {
        throw new InvalidValueException(
            "the password for %s is to be in the environment variable %s, which is not set"
                .formatted(registry, variable));
      }
      return value;
    }
    var file = each.passwordFile();
    if (file == null) {
      throw new ConfigException(
          "the registry %s has a username and no password".formatted(registry));
    }
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new ConfigException(
          "the password file %2$s for %1$s cannot be read: %3$s"
              .formatted(registry, file, IoTrouble.of(e)),
          e);
    }
  }
}
