package io.tagtrail.server.config;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Text;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.core.policy.RequiredField;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.policy.Rules.Timing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
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

  private static final int VERSION = 1;
  private static final int PATTERN_BYTES = 200;

  // Far beyond any real one. A file of 1 MiB could otherwise name 6,000,000,000 aliases.
  private static final int MAX_ENVIRONMENTS = 200;
  private static final int MAX_ALIASES = 100_000;

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
    try (var in = Files.newInputStream(file)) {
      // Bounded before it is in memory: the name may be that of a device or of a disk image.
      var bytes = in.readNBytes(YamlView.MAX_SIZE + 1);
      if (bytes.length > YamlView.MAX_SIZE) {
        throw YamlView.tooLong(file.toString());
      }
      return parse(file, text(bytes), env);
    } catch (NoSuchFileException e) {
      throw new ConfigException(file + ": there is no such file (tagtrail init writes one)", e);
    } catch (AccessDeniedException e) {
      throw new ConfigException(file + ": this user may not read it", e);
    } catch (CharacterCodingException e) {
      throw new ConfigException(file + ": not UTF-8", e);
    } catch (IOException e) {
      throw new ConfigException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static String text(byte[] bytes) throws CharacterCodingException {
    var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
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
    if (top.number("version", VERSION) != VERSION) {
      throw top.error("version", "must be 1: this Tagtrail knows no other");
    }
    boolean durable = false;
    Path ledger = path(DEFAULT_LEDGER);
    if (top.isMapping("ledger")) {
      var view = top.mapping("ledger");
      ledger = view.parsed("path", this::path, ledger);
      durable = view.flag("durable", false);
      view.done();
    } else {
      ledger = top.parsed("ledger", this::path, ledger);
    }
    var named = env.get("TAGTRAIL_LEDGER");
    if (named != null && !named.isBlank()) {
      ledger = path(named);
      durable = true;
    }
    var usual = top.text("location");
    var environments = top.mapping("environments");
    if (environments.keys().isEmpty()) {
      // A misspelt key is the likelier reason, and says more.
      top.mapping("applications");
      top.mapping("registries");
      top.done();
      throw top.error(
          "environments", "must name at least one, as in {dev: {}, prod: {after: [dev]}}");
    }
    if (environments.keys().size() > MAX_ENVIRONMENTS) {
      throw top.error("environments", "must be at most " + MAX_ENVIRONMENTS);
    }
    var rules = new ArrayList<Rules>();
    var patterns = new LinkedHashMap<String, @Nullable String>();
    var maturity = new LinkedHashMap<String, Maturity>();
    for (var name : environments.keys()) {
      environments.checked(name, () -> Alias.environment(name));
      var view = environments.mapping(name);
      rules.add(environments.checked(name, () -> rules(name, view, environments)));
      patterns.put(name, view.text("location"));
      var level = view.parsed("maturity", Maturity::parse);
      if (level != null) {
        maturity.put(name, level);
      }
      view.done();
    }
    var policy = top.checked("environments", () -> Policy.of(rules));
    var locations = locations(top.mapping("applications"), policy, patterns, usual);
    var registries = registries(top.mapping("registries"));
    top.done();
    return new Config(file, ledger, durable, policy, locations, maturity, registries);
  }

  private Path folder() {
    var parent = file.toAbsolutePath().getParent();
    return parent == null ? Path.of("/") : parent;
  }

  private static Rules rules(String name, YamlView view, YamlView environments) {
    var usual = Rules.usual(name);
    var after = view.list("after", earlier -> known(earlier, environments));
    var required = view.list("required", RequiredField::parse);
    var rollback = view.mapping("rollback");
    var window = rollback.parsed("window", Durations::parse, usual.window());
    int keep = rollback.number("keep", usual.keep());
    rollback.done();
    var write = view.mapping("write");
    var timing = view.checked("write", () -> timing(write, usual.timing()));
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

  private static String known(String environment, YamlView environments) {
    if (!environments.has(environment)) {
      throw new InvalidValueException(
          "no such environment: '%s' (there are %s)"
              .formatted(Text.clipped(environment, 80), String.join(", ", environments.keys())));
    }
    return environment;
  }

  private static Map<Alias, Location> locations(
      YamlView applications,
      Policy policy,
      Map<String, @Nullable String> patterns,
      @Nullable String usual) {
    var locations = new LinkedHashMap<Alias, Location>();
    for (var application : applications.keys()) {
      applications.checked(application, () -> Alias.application(application));
      var view = applications.mapping(application);
      var own = view.text("location");
      var in = view.list("environments", text -> policy.rules(text).environment());
      var special = view.mapping("locations");
      // First what is misspelt: a missing location is what it leads to.
      view.done();
      for (var environment : in == null ? patterns.keySet() : in) {
        var alias = new Alias(application, environment);
        // The most specific pattern wins.
        var pattern = first(special.text(environment), patterns.get(environment), own, usual);
        if (pattern == null) {
          throw applications.error(
              application,
              "has no location for %s: give one, as in location: ghcr.io/acme/{application}:{environment}"
                  .formatted(environment));
        }
        locations.put(alias, applications.checked(application, () -> location(pattern, alias)));
      }
      special.done();
      if (locations.size() > MAX_ALIASES) {
        throw applications.error(
            application, "is too many: a configuration has at most " + MAX_ALIASES + " aliases");
      }
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
          "a location knows {application} and {environment} only: "
              + Text.clipped(pattern, PATTERN_BYTES));
    }
    // A reference without a tag means latest everywhere in the field; an alias's tag is never a
    // guess.
    if (text.lastIndexOf(':') < text.lastIndexOf('/')) {
      throw new InvalidValueException(
          "a location needs a tag, as in %s:{environment}"
              .formatted(Text.clipped(pattern, PATTERN_BYTES)));
    }
    return Location.parse(text);
  }

  private Map<String, RegistryConfig> registries(YamlView view) {
    var registries = new LinkedHashMap<String, RegistryConfig>();
    for (var host : view.keys()) {
      view.checked(host, () -> canonical(host));
      var each = view.mapping(host);
      registries.put(host, view.checked(host, () -> registry(each)));
      each.done();
    }
    return registries;
  }

  private RegistryConfig registry(YamlView view) {
    return new RegistryConfig(
        view.flag("http", false),
        view.parsed("ca", this::path),
        view.text("username"),
        view.text("passwordEnv"),
        view.parsed("passwordFile", this::path));
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

  private Path path(String text) {
    return folder().resolve(text);
  }
}
