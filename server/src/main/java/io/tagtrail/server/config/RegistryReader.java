package io.tagtrail.server.config;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Repository;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads `registries:`.
final class RegistryReader {
  private RegistryReader() {}

  static Map<String, RegistryConfig> read(YamlView view, Reading reading) {
    var registries = new LinkedHashMap<String, RegistryConfig>();
    for (var host : view.keys()) {
      view.checked(host, () -> canonical(host));
      var each = view.mapping(host);
      registries.put(host, view.checked(host, () -> registry(each, reading)));
      each.done();
    }
    return registries;
  }

  private static RegistryConfig registry(YamlView view, Reading reading) {
    return new RegistryConfig(
        view.flag("http", false),
        view.parsed("ca", reading::path),
        view.text("username"),
        view.text("passwordEnv"),
        view.parsed("passwordFile", reading::path));
  }

  /// Settings are looked up by the canonical name: under any other they would silently not hold.
  private static String canonical(String host) {
    var name = Repository.parse(host + "/name").registry();
    if (!name.equals(host)) {
      throw new InvalidValueException(
          "not the name of a registry as Tagtrail writes it: in lower case, with a dot, a port or localhost,"
              + " without :443; Docker Hub is docker.io");
    }
    return name;
  }
}
