package io.tagtrail.flux.kube;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The objects of one kind of a cluster, by their place, within bounds. Where they are too many or
/// too large, objects of the namespace that takes most go first, so that nobody makes those of
/// others disappear by what they write in their own.
final class Holding {
  /// More than any cluster is known to have of one of the kinds that are read.
  static final int MAX_OBJECTS = 20_000;

  private static final int MAX_NAMES = 1_000;

  private final int mostObjects;
  private final long mostBytes;
  private final Map<String, Held> objects = new HashMap<>();
  private final Map<String, Share> shares = new HashMap<>();
  private final TreeSet<Share> heaviest = new TreeSet<>();
  private final Set<String> leftOut = new LinkedHashSet<>();
  private long bytes;

  private record Held(KubeObject object, long bytes) {}

  /// What the objects of a namespace take together.
  ///
  /// @param keys of them, as they came first
  private record Share(String namespace, long bytes, LinkedHashSet<String> keys)
      implements Comparable<Share> {
    @Override
    public int compareTo(Share other) {
      int by = Long.compare(bytes, other.bytes);
      return by == 0 ? namespace.compareTo(other.namespace) : by;
    }
  }

  /// Of as much as a process may give to one kind of one cluster: a twelfth of its memory, and not
  /// less than 24 MiB.
  Holding() {
    this(MAX_OBJECTS, Math.clamp(Runtime.getRuntime().maxMemory() / 12, 24L << 20, 512L << 20));
  }

  Holding(int mostObjects, long mostBytes) {
    this.mostObjects = mostObjects;
    this.mostBytes = mostBytes;
  }

  @Nullable KubeObject get(String key) {
    var held = objects.get(key);
    return held == null ? null : held.object();
  }

  List<KubeObject> all() {
    return objects.values().stream().map(Held::object).toList();
  }

  /// The places of objects that were left out, or of a thousand of them.
  Set<String> leftOut() {
    return Set.copyOf(leftOut);
  }

  /// Takes an object in, in the place of the one that was there.
  ///
  /// @return whether anything is otherwise than before
  boolean put(KubeObject object) {
    var key = object.key();
    var before = take(key);
    long its = Weight.of(object.json());
    if (its > KubeReader.OBJECT_BYTES) {
      return leave(key) || before != null;
    }
    boolean back = leftOut.remove(key);
    objects.put(key, new Held(object, its));
    weigh(object.namespace(), key, its);
    boolean left = false;
    while (bytes > mostBytes || objects.size() > mostObjects) {
      var last = heaviest.last().keys().getLast();
      take(last);
      left |= leave(last) && !(back && last.equals(key));
    }
    return left || (!object.equals(before) && objects.containsKey(key));
  }

  /// Whether it was there, or left out.
  boolean remove(String key) {
    boolean left = leftOut.remove(key);
    return take(key) != null || left;
  }

  void clear() {
    objects.clear();
    shares.clear();
    heaviest.clear();
    leftOut.clear();
    bytes = 0;
  }

  /// Notes that there are such objects.
  void leave(Set<String> keys) {
    keys.forEach(this::leave);
  }

  private boolean leave(String key) {
    return leftOut.size() < MAX_NAMES && leftOut.add(key);
  }

  private @Nullable KubeObject take(String key) {
    var held = objects.remove(key);
    if (held == null) {
      return null;
    }
    weigh(held.object().namespace(), key, -held.bytes());
    return held.object();
  }

  private void weigh(String namespace, String key, long more) {
    bytes += more;
    var before = shares.remove(namespace);
    var keys = before == null ? new LinkedHashSet<String>() : before.keys();
    if (before != null) {
      heaviest.remove(before);
    }
    if (more > 0) {
      keys.add(key);
    } else {
      keys.remove(key);
    }
    if (!keys.isEmpty()) {
      var now = new Share(namespace, (before == null ? 0 : before.bytes()) + more, keys);
      shares.put(namespace, now);
      heaviest.add(now);
    }
  }
}
