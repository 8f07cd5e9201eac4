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
/// @param files every file that it was made of, `file` first: a change of any is a change of it
/// @param store where the ledger is
/// @param locations every configured alias, by application and then in the order of the
///   environments
/// @param teams the team whose file defines an application, by application
/// @param around what stands around the governed path
public record Config(
    Path file,
    List<Path> files,
    LedgerConfig store,
    Policy policy,
    Map<Alias, Location> locations,
    Map<String, Maturity> maturity,
    Map<String, RegistryConfig> registries,
    ServerConfig server,
    IdentityConfig identity,
    RightsConfig rights,
    Map<String, String> teams,
    AroundConfig around) {
  public Config {
    files = List.copyOf(files);
    teams = Map.copyOf(teams);
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

  /// A configuration of a ledger in a folder, that says nothing of a server.
  public Config(
      Path file,
      Path ledger,
      boolean durable,
      Policy policy,
      Map<Alias, Location> locations,
      Map<String, Maturity> maturity,
      Map<String, RegistryConfig> registries) {
    this(
        file,
        List.of(file),
        new LedgerConfig.Folder(ledger, durable),
        policy,
        locations,
        maturity,
        registries,
        ServerConfig.USUAL,
        IdentityConfig.NONE,
        RightsConfig.NONE,
        Map.of(),
        AroundConfig.USUAL);
  }

  /// The ledger's folder.
  ///
  /// @throws ConfigException if the ledger is in a database: ask [#store] where that can be
  public Path ledger() {
    return switch (store) {
      case LedgerConfig.Folder folder -> folder.path();
      case LedgerConfig.Postgres database ->
          throw new ConfigException(
              "%s: the ledger is in a database, %s, and this needs one in a folder"
                  .formatted(file, database.shown()));
    };
  }

  /// Whether the ledger outlives the machine that runs this.
  public boolean durable() {
    return store.durable();
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
