package io.tagtrail.server.config;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.core.policy.Rules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads `tagtrail.yaml` and the files that it names. docs/configuration.md says what each key
/// means; the schema for editors is `docs/tagtrail.schema.json`.
public final class ConfigReader {
  /// The name that is looked for, from the working folder upwards.
  public static final String FILE_NAME = "tagtrail.yaml";

  static final int VERSION = 1;

  // Far beyond any real one. A file of 1 MiB could otherwise name 6,000,000,000 aliases.
  private static final int MAX_ENVIRONMENTS = 200;

  private final Path file;
  private final Reading reading;

  private ConfigReader(Path file, Map<String, String> env, Expressions expressions) {
    this.file = file;
    this.reading = new Reading(file, env, expressions);
  }

  /// Reads a configuration; what it holds in other languages is not looked at.
  ///
  /// @param env the environment variables: `TAGTRAIL_LEDGER` names another place for the ledger
  /// @throws ConfigException if it cannot be read or does not hold together
  public static Config read(Path file, Map<String, String> env) {
    return read(file, env, Expressions.UNCHECKED);
  }

  /// Reads a configuration.
  ///
  /// @param expressions looks at what it holds in other languages
  /// @throws ConfigException if it cannot be read or does not hold together
  public static Config read(Path file, Map<String, String> env, Expressions expressions) {
    return parse(file, Reading.text(file, "(tagtrail init writes one)"), env, expressions);
  }

  /// Parses a text as the content of a file.
  public static Config parse(Path file, String text, Map<String, String> env) {
    return parse(file, text, env, Expressions.UNCHECKED);
  }

  /// Parses a text as the content of a file.
  public static Config parse(
      Path file, String text, Map<String, String> env, Expressions expressions) {
    try {
      return new ConfigReader(file, env, expressions)
          .config(YamlView.parse(String.valueOf(file.getFileName()), text));
    } catch (InvalidValueException e) {
      throw new ConfigException(file.getFileName() + ": " + e.getMessage(), e);
    }
  }

  private Config config(YamlView top) {
    if (top.number("version", VERSION) != VERSION) {
      throw top.error("version", "must be 1: this Tagtrail knows no other");
    }
    var ledger = LedgerReader.read(top, reading);
    var usual = top.text("location");
    var environments = environments(top);
    var applications = top.mapping("applications");
    var registries = RegistryReader.read(top.mapping("registries"), reading);
    var server = ServerReader.read(top.mapping("server"), reading);
    var identity = IdentityReader.read(top.mapping("identity"), server.publicUrl(), reading);
    var rights = top.mappings("rights");
    var around = AroundConfig.read(top, reading);
    var names = environments.keys();
    var constraints =
        ConstraintsReader.read(top.mapping("constraints"), names, reading.expressions());
    var teamsReader = new TeamsReader(reading, names, constraints);
    var teams = teamsReader.teams(top.mapping("teams"));

    var patterns = new LinkedHashMap<String, @Nullable String>();
    var maturity = new LinkedHashMap<String, Maturity>();
    var rules = rules(environments, constraints, patterns, maturity);
    for (var each : rules) {
      environments.checked(
          each.environment(),
          () -> {
            KeysReader.check(each, around.keys());
            return each;
          });
    }
    var policy = top.checked("environments", () -> Policy.of(rules));
    var all = new ApplicationsReader(reading, policy, patterns, usual);
    all.read(applications, reading.folder(), (alias, location) -> {});
    var grants =
        new ArrayList<>(
            new RightsReader(reading.expressions(), null, constraints, names).read(rights));
    top.done();
    var definedBy = new LinkedHashMap<String, String>();
    for (var team : teams) {
      grants.addAll(teamsReader.read(team, all, definedBy));
    }
    return new Config(
        file,
        List.copyOf(reading.files()),
        ledger,
        policy.with(all.stricter()),
        all.locations(),
        maturity,
        registries,
        server,
        identity,
        new RightsConfig(grants, RightsReader.conditions(constraints)),
        definedBy,
        around);
  }

  private static YamlView environments(YamlView top) {
    var environments = top.mapping("environments");
    if (environments.keys().isEmpty()) {
      // A misspelt key is the likelier reason, and says more.
      for (var key :
          List.of(
              "applications",
              "registries",
              "server",
              "identity",
              "keys",
              "flux",
              "sentinel",
              "inside",
              "readiness",
              "rights",
              "constraints",
              "teams")) {
        top.ask(key);
      }
      top.done();
      throw top.error(
          "environments", "must name at least one, as in {dev: {}, prod: {after: [dev]}}");
    }
    if (environments.keys().size() > MAX_ENVIRONMENTS) {
      throw top.error("environments", "must be at most " + MAX_ENVIRONMENTS);
    }
    return environments;
  }

  private List<Rules> rules(
      YamlView environments,
      List<Constraint> constraints,
      Map<String, @Nullable String> patterns,
      Map<String, Maturity> maturity) {
    var rules = new ArrayList<Rules>();
    for (var name : environments.keys()) {
      environments.checked(name, () -> Alias.environment(name));
      var view = environments.mapping(name);
      var each =
          environments.checked(
              name,
              () -> {
                var read = EnvironmentReader.read(name, view, environments, reading);
                constraints.stream()
                    .filter(constraint -> constraint.covers(name))
                    .forEach(constraint -> constraint.check(read));
                return read;
              });
      rules.add(each);
      patterns.put(name, view.text("location"));
      var level = view.parsed("maturity", Maturity::parse);
      if (level != null) {
        maturity.put(name, level);
      }
      view.done();
    }
    return rules;
  }
}
