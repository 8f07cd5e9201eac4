package io.tagtrail.cli;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.model.Alias;
import io.tagtrail.flux.discovery.Found;
import io.tagtrail.flux.discovery.ProposedAlias;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// `tagtrail.yaml` of what Flux follows today. It declares no order of environments and no gates:
/// what was allowed yesterday is allowed today, and is recorded.
final class FluxConfigText {
  /// Environments as teams order them; what is not among them comes between the last two.
  private static final List<String> ORDER =
      List.of(
          "dev",
          "develop",
          "development",
          "latest",
          "test",
          "testing",
          "int",
          "qa",
          "uat",
          "stage",
          "staging",
          "preprod",
          "pre-prod",
          "preproduction");

  private static final Set<String> NO_TEXT =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private FluxConfigText() {}

  static String of(Found found, @Nullable Path ledger) {
    var out = new StringBuilder();
    out.append(
        "# Made by tagtrail init --from-flux: the tags that Flux follows today. What each key\n");
    out.append("# means: docs/configuration.md; tagtrail config check reads this file.\n");
    out.append("version: 1\n");
    if (ledger != null) {
      out.append("ledger: ").append(quoted(ledger.toString())).append('\n');
    }
    var pattern = found.location();
    if (pattern != null) {
      out.append("location: ").append(quoted(pattern)).append('\n');
    }
    environments(out, found);
    out.append("applications:\n");
    applications(found).forEach((name, its) -> application(out, name, its, pattern != null));
    return out.toString();
  }

  private static void environments(StringBuilder out, Found found) {
    var names =
        new TreeSet<>(
            Comparator.comparingInt(FluxConfigText::rank).thenComparing(String::toString));
    found.aliases().forEach(each -> names.add(each.alias().environment()));
    out.append("# To have releases go through them in order, give each but the first an after:\n");
    out.append(
        "# as in prod: {after: [preprod]}; and say which maturity you declare (L1 to L4).\n");
    out.append("environments:\n");
    names.forEach(name -> out.append("  ").append(word(name)).append(": {}\n"));
  }

  private static int rank(String environment) {
    int known = ORDER.indexOf(environment);
    if (known >= 0) {
      return known;
    }
    return environment.startsWith("prod") || environment.startsWith("live") ? 1000 : 500;
  }

  private static Map<String, List<ProposedAlias>> applications(Found found) {
    var all = new TreeMap<String, List<ProposedAlias>>();
    for (var each : found.aliases()) {
      all.computeIfAbsent(each.alias().application(), name -> new ArrayList<>()).add(each);
    }
    return all;
  }

  private static void application(
      StringBuilder out, String name, List<ProposedAlias> its, boolean patterned) {
    out.append("  ").append(word(name)).append(":\n    environments: [");
    for (int i = 0; i < its.size(); i++) {
      out.append(i == 0 ? "" : ", ").append(word(its.get(i).alias().environment()));
    }
    out.append("]\n");
    if (!patterned) {
      out.append("    locations:\n");
      for (var each : its) {
        out.append("      ")
            .append(word(each.alias().environment()))
            .append(": ")
            .append(quoted(each.location().toString()))
            .append('\n');
      }
    }
  }

  /// What somebody adds to a file that is there already.
  static String lines(Alias alias, String location) {
    return "applications: {%s: {locations: {%s: %s}}}"
        .formatted(word(alias.application()), word(alias.environment()), quoted(location));
  }

  private static String word(String name) {
    return name.matches("[a-z][a-z0-9-]*") && !NO_TEXT.contains(name) ? name : quoted(name);
  }

  private static String quoted(String text) {
    return new Json.Str(text).canonical();
  }
}
