package io.tagtrail.core.promotion;

import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.core.registry.RegistryException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Which ledger governs a tag, by the [Marker] beside it. Two ledgers that move one tag would each
/// call the other's moves outside, so the one that is not named refuses.
///
/// A marker that was seen to be ours is believed for a while, so that a usual promotion costs no
/// request more; not where anything is unusual: a first move, an adoption, a relocation, an alias
/// that was moved outside.
public final class Claims {
  /// The name of the check that a foreign marker fails.
  public static final String CHECK = "governing-ledger";

  /// How long a marker is believed to be ours.
  public static final Duration USUAL = Duration.ofMinutes(10);

  private static final int MOST = 100_000;

  private final Ledger ledger;
  private final Registry registry;
  private final Time time;
  private final long believed;
  private final Map<Location, Long> seen = new ConcurrentHashMap<>();
  private volatile @Nullable Manifest ours;

  /// @param believed how long a marker that was seen to be ours is taken for still there
  public Claims(Ledger ledger, Registry registry, Time time, Duration believed) {
    this.ledger = ledger;
    this.registry = registry;
    this.time = time;
    this.believed = believed.toNanos();
  }

  /// Who governs a tag.
  public sealed interface Holder {
    /// This ledger.
    record Ours() implements Holder {}

    /// No ledger says so.
    record Nobody() implements Holder {}

    /// Another ledger.
    ///
    /// @param origin its name
    record Other(String origin) implements Holder {}

    /// It could not be found out.
    ///
    /// @param cause what the registry answered; null where the marker's tag holds something else
    record Unclear(String why, @Nullable RegistryException cause) implements Holder {}
  }

  /// Asks the registry.
  public Holder ask(Location location) {
    var marker = location.marker();
    try {
      var head = registry.head(marker.reference());
      if (head.isEmpty()) {
        seen.remove(location);
        return new Holder.Nobody();
      }
      if (head.map(Descriptor::digest).equals(Optional.of(ours().digest()))) {
        believe(location);
        return new Holder.Ours();
      }
      seen.remove(location);
      return other(marker);
    } catch (RegistryException e) {
      return new Holder.Unclear("which ledger governs it could not be asked: " + e.getMessage(), e);
    }
  }

  private Holder other(Location marker) {
    var manifest = registry.fetch(marker.reference());
    if (manifest.isEmpty()) {
      return new Holder.Nobody();
    }
    var origin = Marker.origin(manifest.get());
    if (origin.isEmpty()) {
      return new Holder.Unclear(
          "%s is there and is no marker of a ledger: delete it, or take its place"
              .formatted(marker),
          null);
    }
    return origin.get().equals(origin()) ? new Holder.Ours() : new Holder.Other(origin.get());
  }

  /// The holder; without a request where the marker was seen to be ours a while ago.
  Holder recall(Location location) {
    return isBelieved(location, believed) ? new Holder.Ours() : ask(location);
  }

  /// Whether the marker was seen to be ours not longer ago than this.
  public boolean seenWithin(Location location, Duration span) {
    return isBelieved(location, span.toNanos());
  }

  private boolean isBelieved(Location location, long span) {
    var at = seen.get(location);
    return at != null && time.nanos() - at < span;
  }

  private void believe(Location location) {
    if (seen.size() >= MOST) {
      seen.clear();
    }
    seen.put(location, time.nanos());
  }

  /// Puts this ledger's marker.
  ///
  /// @throws RegistryException if the registry does not take it
  void place(Location location) {
    registry.put(location.marker(), ours());
    believe(location);
  }

  private Manifest ours() {
    var known = ours;
    if (known == null) {
      known = Marker.of(origin());
      ours = known;
    }
    return known;
  }

  private String origin() {
    return ledger.head().origin();
  }
}
