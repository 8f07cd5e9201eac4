package io.tagtrail.server.clusters;

import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Location;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The locations of the configuration and those of the ledger: a report can name thousands that
/// nobody ever heard of.
///
/// Throws [io.tagtrail.core.ledger.LedgerException] when the ledger does not answer.
public final class KnownLocations implements Predicate<Location> {
  /// The ledger is asked no more often than that. What is adopted meanwhile is known a little
  /// later, and clusters say the same again and again.
  private static final Duration LOOK = Duration.ofMinutes(1);

  private final Set<Location> configured;
  private final Ledger ledger;
  private final InstantSource clock;
  private Set<Location> recorded = Set.of();
  private @Nullable Instant looked;

  public KnownLocations(Collection<Location> configured, Ledger ledger, InstantSource clock) {
    this.configured = Set.copyOf(configured);
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public boolean test(Location location) {
    return configured.contains(location) || recorded().contains(location);
  }

  private synchronized Set<Location> recorded() {
    var now = clock.instant();
    var last = looked;
    if (last == null || now.isBefore(last) || !now.isBefore(last.plus(LOOK))) {
      var all = new HashSet<Location>();
      ledger.aliases().stream()
          .map(alias -> ledger.alias(alias).location())
          .filter(Objects::nonNull)
          .forEach(all::add);
      recorded = Set.copyOf(all);
      looked = now;
    }
    return recorded;
  }
}
