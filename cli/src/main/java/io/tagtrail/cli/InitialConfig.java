package io.tagtrail.cli;

import io.tagtrail.core.json.Json;
import java.util.List;
import java.util.Objects;

/// The first `tagtrail.yaml`, with a word on each thing that somebody will want to change.
final class InitialConfig {
  private InitialConfig() {}

  static String text(Backend.Init init) {
    var application = Objects.requireNonNull(init.application(), "checked by the verb");
    var location = Objects.requireNonNull(init.location(), "checked by the verb");
    var out = new StringBuilder();
    out.append(
        "# Tagtrail: docs/configuration.md says what each key means; tagtrail config schema\n");
    out.append("# prints the JSON Schema for editors; tagtrail config check reads this file.\n");
    out.append("version: 1\n");
    var ledger = init.ledger();
    if (ledger != null) {
      out.append("ledger: ").append(quoted(ledger.toString())).append('\n');
    }
    out.append("environments:\n");
    List<String> names = init.environments();
    for (int i = 0; i < names.size(); i++) {
      out.append("  ").append(names.get(i)).append(":");
      out.append(i == 0 ? " {}\n" : "\n    after: [" + names.get(i - 1) + "]\n");
    }
    out.append("applications:\n");
    out.append("  ").append(application).append(":\n");
    out.append("    location: ").append(quoted(location)).append('\n');
    return out.toString();
  }

  /// A YAML text in double quotes; what comes from the command line can hold anything.
  private static String quoted(String text) {
    return new Json.Str(text).canonical();
  }
}
