package io.tagtrail.testkit.sim;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.Referrer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What all registries hold, and what they held before. Times are nanoseconds of the simulation's
/// own clock.
final class RegistryModel {
  private final boolean forgets;
  private final Map<Location, @Nullable Digest> tags = new LinkedHashMap<>();
  private final Map<Location, List<Held>> held = new HashMap<>();
  private final Map<Location, List<Old>> old = new HashMap<>();
  private final Map<Location, Set<Optional<Digest>>> outside = new HashMap<>();
  private final Map<Repository, Map<Digest, Manifest>> manifests = new HashMap<>();
  private final Map<Repository, Set<Digest>> layers = new HashMap<>();
  private final Map<Repository, Map<Digest, Map<Digest, Referrer>>> referrers = new HashMap<>();
  private final List<Signed> signatures = new ArrayList<>();
  private final Map<Digest, Integer> losses = new HashMap<>();

  /// That a bundle was signed for an alias, and the tick.
  record Signed(Repository repository, Digest digest, Alias alias, int tick) {}

  /// A tag's value, and the tick from which on it had it.
  private record Held(int tick, @Nullable Digest digest) {}

  /// A value that the registry may still serve for a while.
  record Old(@Nullable Digest digest, long until, boolean outside) {}

  RegistryModel(boolean forgets) {
    this.forgets = forgets;
  }

  /// A bundle arrives whole, under no tag.
  void push(Repository repository, Manifest manifest) {
    manifests
        .computeIfAbsent(repository, r -> new LinkedHashMap<>())
        .put(manifest.digest(), manifest);
    layers.computeIfAbsent(repository, r -> new LinkedHashSet<>()).add(manifest.digest());
  }

  /// A manifest arrives under a tag.
  ///
  /// @param staleUntil until when the value before may still be served
  void land(Location location, Manifest manifest, int tick, long staleUntil) {
    manifests
        .computeIfAbsent(location.repository(), r -> new LinkedHashMap<>())
        .put(manifest.digest(), manifest);
    set(location, manifest.digest(), tick, staleUntil, false);
  }

  /// Somebody else points a tag at something, or deletes it.
  void outside(Location location, @Nullable Digest digest, int tick, long staleUntil) {
    countsAsOutside(location, digest);
    set(location, digest, tick, staleUntil, true);
  }

  /// From now on the tag may be called moved outside to this.
  void countsAsOutside(Location location, @Nullable Digest digest) {
    outside.computeIfAbsent(location, l -> new LinkedHashSet<>()).add(Optional.ofNullable(digest));
  }

  /// Whether somebody else ever pointed the tag at this, or deleted it.
  boolean wasSetOutside(Location location, @Nullable Digest digest) {
    return outside.getOrDefault(location, Set.of()).contains(Optional.ofNullable(digest));
  }

  private void set(
      Location location, @Nullable Digest digest, int tick, long staleUntil, boolean outside) {
    var before = tag(location);
    if (digest == null) {
      tags.remove(location);
    } else {
      tags.put(location, digest);
    }
    if (java.util.Objects.equals(before, digest)) {
      return;
    }
    held.computeIfAbsent(location, l -> new ArrayList<>()).add(new Held(tick, digest));
    old.computeIfAbsent(location, l -> new ArrayList<>()).add(new Old(before, staleUntil, outside));
    if (forgets && before != null) {
      boolean tagged =
          tags.entrySet().stream()
              .anyMatch(each ->
                  each.getKey().repository().equals(location.repository())
                      && before.equals(each.getValue()));
      if (!tagged) {
        manifestsAt(location.repository()).remove(before);
      }
    }
  }

  @Nullable Digest tag(Location location) {
    return tags.get(location);
  }

  /// The values that a reader may be given besides the true one.
  List<Old> stale(Location location, long now) {
    return old.getOrDefault(location, List.of()).stream().filter(e -> e.until() > now).toList();
  }

  /// Whether a tag had a value at some tick of a span, both ends included.
  boolean had(Location location, Digest digest, int from, int to) {
    Digest value = null;
    int since = 0;
    for (var each : held.getOrDefault(location, List.of())) {
      if (digest.equals(value) && since <= to && each.tick() >= from) {
        return true;
      }
      value = each.digest();
      since = each.tick();
    }
    return digest.equals(value) && since <= to;
  }

  /// Whether a tag was ever there, up to a tick.
  boolean hadAnything(Location location, int until) {
    return held.getOrDefault(location, List.of()).stream().anyMatch(each -> each.tick() <= until);
  }

  /// Whether a tag had one value all through a span.
  boolean constant(Location location, int from, int to) {
    return held.getOrDefault(location, List.of()).stream()
        .noneMatch(each -> each.tick() > from && each.tick() <= to);
  }

  @Nullable Manifest manifest(Repository repository, Digest digest) {
    return manifestsAt(repository).get(digest);
  }

  boolean hasLayers(Repository repository, Digest digest) {
    return layers.getOrDefault(repository, Set.of()).contains(digest);
  }

  boolean isWhole(Repository repository, Digest digest) {
    return manifest(repository, digest) != null && hasLayers(repository, digest);
  }

  void loseLayers(Repository repository, Digest digest, int tick) {
    if (layers.getOrDefault(repository, Set.of()).remove(digest)) {
      losses.put(digest, tick);
    }
  }

  /// The tick at which the layers of a bundle were last lost; -1 if never.
  int lost(Digest digest) {
    return losses.getOrDefault(digest, -1);
  }

  List<Digest> manifests(Repository repository) {
    return List.copyOf(manifestsAt(repository).keySet());
  }

  List<Tag> tags(Repository repository) {
    return tags.keySet().stream()
        .filter(location -> location.repository().equals(repository))
        .map(Location::tag)
        .toList();
  }

  void sign(Repository repository, Digest digest, Alias alias, int tick) {
    signatures.add(new Signed(repository, digest, alias, tick));
  }

  boolean isSigned(Repository repository, Digest digest, Alias alias) {
    return signatures.stream()
        .anyMatch(each ->
            each.repository().equals(repository)
                && each.digest().equals(digest)
                && each.alias().equals(alias));
  }

  List<Signed> signatures() {
    return signatures;
  }

  void attach(Repository repository, Digest subject, Digest manifest, Referrer referrer) {
    attached(repository, subject).put(manifest, referrer);
  }

  Map<Digest, Referrer> attached(Repository repository, Digest subject) {
    return referrers
        .computeIfAbsent(repository, r -> new HashMap<>())
        .computeIfAbsent(subject, d -> new LinkedHashMap<>());
  }

  private Map<Digest, Manifest> manifestsAt(Repository repository) {
    return manifests.computeIfAbsent(repository, r -> new LinkedHashMap<>());
  }
}
