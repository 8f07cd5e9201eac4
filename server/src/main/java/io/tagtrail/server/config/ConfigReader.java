package io.tagtrail.server.config;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.core.policy.RequiredField;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.policy.Rules.Timing;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads `tagtrail.yaml`. docs/configuration.md says what each key means; the schema for editors is
/// `docs/tagtrail.schema.json`.
public final class ConfigReader {
  /// The name that is looked for, from the working folder upwards.
  public static final String FILE_NAME = "tagtrail.yaml";

  private static final String DEFAULT_LEDGER = ".tagtrail";

  private final Path file;
  private final Map<String, String> env;

  private ConfigReader(Path file, Map<String, String> env) {
    this.file = file;
    this.env = env;
  }

  /// @param env the environment variables: `TAGTRAIL_LEDGER` names another folder for the ledger
  /// @throws ConfigException if it cannot be read or does not hold together
  public static Config read(Path file, Map<String, String> env) {
    try {
      return parse(file, Files.readString(file), env);
    } catch (NoSuchFileException e) {
      throw new ConfigException(file + ": there is no such file (tagtrail init writes one)", e);
    } catch (MalformedInputException e) {
      throw new ConfigException(file + ": not UTF-8", e);
    } catch (IOException e) {
      throw new ConfigException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /// Parses a text as the content of a file.
  public static Config parse(Path file, String text, Map<String, String> env) {
    try {
      return new ConfigReader(file, env)
          .config(YamlView.parse(String.valueOf(file.getFileName()), text));
    } catch (InvalidValueException e) {
      throw new ConfigException(file.getFileName() + ": " + e.getMessage(), e);
    }
  }

  private Config config(YamlView top) {
    var version = top.text("version");
    if (version != null && !version.equals("1")) {
      throw top.error("version", "must be 1: this Tagtrail knows no other");
    }
    boolean durable = false;
    var ledger = DEFAULT_LEDGER;
    if (top.isMapping("ledger")) {
      var view = top.mapping("ledger");
      ledger = view.parsed("path", text -> text, DEFAULT_LEDGER);
      durable = view.flag("durable", false);
      view.done();
    } else if (top.has("ledger")) {
      ledger = top.parsed("ledger", text -> text, DEFAULT_LEDGER);
    }
    var named = env.get("TAGTRAIL_LEDGER");
    if (named != null && !named.isBlank()) {
      ledger = named;
      durable = true;
    }
    var usual = top.text("location");
    var environments = top.mapping("environments");
    if (environments.keys().isEmpty()) {
      throw top.error("environments", "must name at least one, as in {dev: {}, prod: {after: [dev]}}");
    }
    var rules = new ArrayList<Rules>();
    var patterns = new LinkedHashMap<String, @Nullable String>();
    var maturity = new LinkedHashMap<String, Maturity>();
    for (var name : environments.keys()) {
      Alias.environment(name);
      var view = environments.mapping(name);
      rules.add(rules(name, view));
      patterns.put(name, view.text("location"));
      var level = view.parsed("maturity", Maturity::parse);
      if (level != null) {
        maturity.put(name, level);
      }
      view.done();
    }
    var policy = Policy.of(rules);
    var locations = locations(top.mapping("applications"), policy, patterns, usual);
    var registries = registries(top.mapping("registries"));
    top.done();
    return new Config(
        file, folder().resolve(ledger), durable, policy, locations, maturity, registries);
  }

  private Path folder() {
    var parent = file.toAbsolutePath().getParent();
    return parent == null ? Path.of("/") : parent;
  }

  private static Rules rules(String name, YamlView view) {
    var usual = Rules.usual(name);
    var after = view.list("after", Alias::environment);
    var required = view.list("required", RequiredField::parse);
    var rollback = view.mapping("rollback");
    var window = rollback.parsed("window", Durations::parse, usual.window());
    int keep = rollback.parsed("keep", ConfigReader::number, usual.keep());
    rollback.done();
    var write = view.mapping("write");
    var timing = timing(write, usual.timing());
    write.done();
    return new Rules(
        name,
        after == null ? List.of() : after,
        required == null ? usual.required() : Set.copyOf(required),
        window,
        keep,
        timing,
        view.flag("attach", usual.attach()));
  }

  private static Timing timing(YamlView write, Timing usual) {
    return new Timing(
        write.parsed("deadline", Durations::parse, usual.deadline()),
        write.parsed("settle", Durations::parse, usual.settle()),
        write.parsed("patience", Durations::parse, usual.patience()),
        write.parsed("supersede", Durations::parse, usual.supersede()),
        write.parsed("horizon", Durations::parse, usual.horizon()),
        write.parsed("skew", Durations::parse, usual.skew()));
  }

  private static int number(String text) {
    if (!text.matches("\\d{1,9}")) {
      throw new InvalidValueException("must be a whole number");
    }
    return Integer.parseInt(text);
  }

  private static Map<Alias, Location> locations(
      YamlView applications,
      Policy policy,
      Map<String, @Nullable String> patterns,
      @Nullable String usual) {
    var locations = new LinkedHashMap<Alias, Location>();
    for (var application : applications.keys()) {
      Alias.application(application);
      var view = applications.mapping(application);
      var own = view.text("location");
      var in = view.list("environments", text -> policy.rules(text).environment());
      var special = view.mapping("locations");
      for (var environment : in == null ? patterns.keySet() : in) {
        var alias = new Alias(application, environment);
        // The most specific pattern wins.
        var pattern =
            first(special.text(environment), patterns.get(environment), own, usual);
        if (pattern == null) {
          throw applications.error(
              application,
              "has no location for %s: give one, as in location: ghcr.io/acme/{application}:{environment}"
                  .formatted(environment));
        }
        locations.put(alias, location(pattern, alias));
      }
      special.done();
      view.done();
    }
    return locations;
  }

  private static @Nullable String first(@Nullable String... texts) {
    for (var text : texts) {
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  private static Location location(String pattern, Alias alias) {
    var text =
        pattern
            .replace("{application}", alias.application())
            .replace("{environment}", alias.environment());
    if (text.indexOf('{') >= 0) {
      throw new InvalidValueException(
          "a location knows {application} and {environment} only: " + pattern);
    }
    return Location.parse(text);
  }

  private Map<String, RegistryConfig> registries(YamlView view) {
    var registries = new LinkedHashMap<String, RegistryConfig>();
    for (var host : view.keys()) {
      var each = view.mapping(host);
      registries.put(
          host,
          new RegistryConfig(
              each.flag("http", false),
              each.parsed("ca", this::path),
              each.text("username"),
              each.text("passwordEnv"),
              each.parsed("passwordFile", this::path)));
      each.done();
    }
    return registries;
  }

  private Path path(String text) {
    return folder().resolve(text);
  }
}
