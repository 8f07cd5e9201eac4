package io.tagtrail.server.config;

import java.nio.file.Path;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.json.JsonMapper;

/// Files as tests write them.
final class Yaml {
  static final Path FILE = Path.of("/work/tagtrail.yaml");

  /// The smallest file that means something, ending in a list of applications that can go on.
  static final String SMALL =
      """
      environments: {dev: {}, prod: {after: [dev]}}
      applications:
        shop: {location: "ghcr.io/acme/shop:{environment}"}
      """;

  private Yaml() {}

  static Config read(String text) {
    return ConfigReader.parse(FILE, text, Map.of());
  }

  /// The same document as an editor's validator sees it.
  static String asJson(String text) {
    return new JsonMapper()
        .writeValueAsString(new Load(LoadSettings.builder().build()).loadFromString(text));
  }
}
