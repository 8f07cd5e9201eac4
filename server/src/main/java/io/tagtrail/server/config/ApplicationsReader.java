package io.tagtrail.server.config;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Text;
import io.tagtrail.core.policy.Gates;
import io.tagtrail.core.policy.Policy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads `applications:`, of the main file and of the files of teams, into one map of locations and
/// one of gates.
final class ApplicationsReader {
  private static final int PATTERN_BYTES = 200;
  private static final int MAX_ALIASES = 100_000;

  private final Reading reading;
  private final Policy policy;
  private final Map<String, @Nullable String> patterns;
  private final @Nullable String usual;
  private final Map<Alias, Location> locations = new LinkedHashMap<>();
  private final Map<Alias, Gates> stricter = new LinkedHashMap<>();
  private final Map<String, String> definedIn = new LinkedHashMap<>();

  /// Looks at each location before it is taken.
  interface Fence {
    /// @throws InvalidValueException if it may not be there
    void check(Alias alias, Location location);
  }

  /// @param policy the environments and their rules
  /// @param patterns the pattern of each environment, in the order of the file
  /// @param usual the pattern for all
  ApplicationsReader(
      Reading reading,
      Policy policy,
      Map<String, @Nullable String> patterns,
      @Nullable String usual) {
    this.reading = reading;
    this.policy = policy;
    this.patterns = patterns;
    this.usual = usual;
  }

  Map<Alias, Location> locations() {
    return locations;
  }

  Map<Alias, Gates> stricter() {
    return stricter;
  }

  /// @param folder of the file, for the keys that it names
  void read(YamlView applications, Path folder, Fence fence) {
    for (var application : applications.keys()) {
      applications.checked(application, () -> Alias.application(application));
      var before = definedIn.putIfAbsent(application, applications.file());
      if (before != null) {
        throw applications.error(application, "is defined in " + before + " already");
      }
      application(application, applications, folder, fence);
      if (locations.size() > MAX_ALIASES) {
        throw applications.error(
            application, "is too many: a configuration has at most " + MAX_ALIASES + " aliases");
      }
    }
  }

  private void application(String application, YamlView applications, Path folder, Fence fence) {
    var view = applications.mapping(application);
    var own = view.text("location");
    var in = view.list("environments", text -> policy.rules(text).environment());
    var special = view.mapping("locations");
    var gates = view.mapping("stricter");
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
      locations.put(
          alias,
          applications.checked(
              application,
              () -> {
                var location = location(pattern, alias);
                fence.check(alias, location);
                return location;
              }));
      if (gates.has(environment)) {
        stricter(alias, gates, folder);
      } else {
        gates.mapping(environment);
      }
    }
    special.done();
    gates.done();
  }

  private void stricter(Alias alias, YamlView gates, Path folder) {
    var view = gates.mapping(alias.environment());
    var base = policy.rules(alias).gates();
    var own = new GatesReader(reading, folder).read(view, base);
    view.done();
    stricter.put(alias, gates.checked(alias.environment(), () -> Stricter.of(base, own)));
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
}
