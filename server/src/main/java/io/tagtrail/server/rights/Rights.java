package io.tagtrail.server.rights;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Repository;
import io.tagtrail.server.config.AliasGlob;
import io.tagtrail.server.config.Config;
import io.tagtrail.server.config.Globs;
import io.tagtrail.server.config.Right;
import io.tagtrail.server.config.RightsConfig;
import io.tagtrail.server.identity.Identity;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who may do what, by a configuration.
///
/// Nothing is allowed that no grant allows. A deny wins, also one that cannot be evaluated; a grant
/// that cannot be evaluated grants nothing. Conditions must hold besides. A token's scope narrows.
/// Whoever may do anything on an alias may read it, unless reading is denied.
public final class Rights {
  private final RightsConfig config;
  private final Map<Alias, Location> locations;
  private final List<String> copyFrom;

  /// @param locations the configured aliases
  /// @param copyFrom patterns of repositories that bundles are copied from for whoever may promote;
  ///   empty: of none
  public Rights(RightsConfig config, Map<Alias, Location> locations, List<String> copyFrom) {
    this.config = config;
    this.locations = Collections.unmodifiableMap(new LinkedHashMap<>(locations));
    this.copyFrom = List.copyOf(copyFrom);
  }

  public static Rights of(Config config) {
    return new Rights(config.rights(), config.locations(), config.server().copyFrom());
  }

  /// Whether somebody may do something.
  ///
  /// @param alias where; null for a right on everything, and for anywhere at all where the right is
  ///   one on aliases
  public Decided may(Identity identity, Right right, @Nullable Alias alias) {
    return of(identity).may(right, alias);
  }

  /// The rights of one identity, which remember what was evaluated: for as long as one request.
  Held of(Identity identity) {
    return new Held(config, this, identity);
  }

  /// The aliases that are configured.
  Set<Alias> aliases() {
    return locations.keySet();
  }

  /// The configured aliases, and those that the configuration of rights names without a pattern.
  Set<Alias> named() {
    var named = new LinkedHashSet<>(locations.keySet());
    for (var grant : config.grants()) {
      grant.on().stream().flatMap(glob -> one(glob).stream()).forEach(named::add);
    }
    return named;
  }

  /// The alias that a pattern without a star is.
  private static Optional<Alias> one(AliasGlob glob) {
    try {
      return Optional.of(new Alias(glob.application(), glob.environment()));
    } catch (InvalidValueException e) {
      // A star is in no name; nor is what else a pattern may hold and a name may not.
      return Optional.empty();
    }
  }

  @Nullable Location location(Alias alias) {
    return locations.get(alias);
  }

  /// Whether bundles may be copied from a repository for anybody: only where the configuration says
  /// so. That the server can read it says nothing about who asks.
  boolean copiesFrom(Repository repository) {
    return copyFrom.stream().anyMatch(glob -> Globs.matches(glob, repository.toString()));
  }
}
