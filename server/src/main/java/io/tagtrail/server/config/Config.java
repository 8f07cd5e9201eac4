package io.tagtrail.server.config;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.policy.Policy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What `tagtrail.yaml` says, validated: every alias has one location, no two have the same, and
/// none looks like a version or a keep-tag.
///
/// @param file where it was read from
/// @param ledger the ledger's folder
/// @param durable whether it says that the folder outlives the machine that runs this
/// @param locations every configured alias, by application and then in the order of the
///   environments
public record Config(
    Path file,
    Path ledger,
    boolean durable,
    Policy policy,
    Map<Alias, Location> locations,
    Map<String, Maturity> maturity,
    Map<String, RegistryConfig> registries) {
  public Config {
    locations = Collections.unmodifiableMap(new LinkedHashMap<>(locations));
    maturity = Map.copyOf(maturity);
    registries = Map.copyOf(registries);
    var byPlace = new LinkedHashMap<Location, Alias>();
    for (var entry : locations.entrySet()) {
      var tag = entry.getValue().tag();
      if (tag.isVersion() || tag.isKeepTag()) {
        throw new ConfigException(
            "%s: the tag of %s must not look like a version (Flux would select it) or like a keep-tag: %s"
                .formatted(file, entry.getKey(), tag));
      }
      var other = byPlace.put(entry.getValue(), entry.getKey());
      if (other != null) {
        throw new ConfigException(
            "%s: %s and %s have the same location, %s"
                .formatted(file, other, entry.getKey(), entry.getValue()));
      }
    }
  }

  /// Where an alias's tag is.
  ///
  /// @throws InvalidValueException if it is not configured
  public Location location(Alias alias) {
    var location = locations.get(alias);
    if (location == null) {
      throw new InvalidValueException(
          "%s is not configured in %s%s".formatted(alias, file.getFileName(), near(alias)));
    }
    return location;
  }

  public Optional<Alias> at(Location location) {
    return locations.entrySet().stream()
        .filter(entry -> entry.getValue().equals(location))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private String near(Alias alias) {
    List<String> same = new ArrayList<>();
    for (var each : locations.keySet()) {
      if (each.application().equals(alias.application())
          || each.environment().equals(alias.environment())) {
        same.add(each.toString());
      }
    }
    return same.isEmpty()
        ? ""
        : "; there are " + String.join(", ", same.subList(0, Math.min(6, same.size())));
  }

  /// How safe an alias is said to be; null where nothing is declared.
  public @Nullable Maturity maturityOf(Alias alias) {
    return maturity.get(alias.environment());
  }
}
