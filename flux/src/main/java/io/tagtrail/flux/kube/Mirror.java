package io.tagtrail.flux.kube;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The objects of one kind as a cluster last told of them. Events may come twice or late: one that
/// is older than what is known of the same object changes nothing.
public final class Mirror {
  private static final int MAX_GRAVES = 10_000;

  private final Kind kind;
  private final Holding objects;

  /// The versions at which objects went, so that a late event does not bring one back.
  private final Map<String, Long> graves =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MAX_GRAVES;
        }
      };

  private State state = new State.Waiting();
  private @Nullable Instant heard;

  public Mirror(Kind kind) {
    this(kind, new Holding());
  }

  Mirror(Kind kind, Holding objects) {
    this.kind = kind;
    this.objects = objects;
  }

  /// How it is with the kind.
  public sealed interface State {
    /// Nothing was heard yet.
    record Waiting() implements State {}

    record Following() implements State {}

    /// The kind is missing in the cluster, or must not be read: said, and looked at again.
    record Absent(String why, boolean forbidden) implements State {}

    /// The cluster does not answer; what is known is that of the last word.
    record Trouble(String why, Instant since) implements State {}
  }

  public Kind kind() {
    return kind;
  }

  public synchronized State state() {
    return state;
  }

  /// When the cluster last said anything of it; null for never.
  public synchronized @Nullable Instant heard() {
    return heard;
  }

  public synchronized List<KubeObject> all() {
    return objects.all();
  }

  /// `namespace/name` of objects for which there is no room, or of some of them.
  public synchronized Set<String> leftOut() {
    return objects.leftOut();
  }

  /// @param leftOut of which it is known that they are there
  synchronized void replaced(List<KubeObject> all, Set<String> leftOut, Instant now) {
    objects.clear();
    graves.clear();
    all.forEach(objects::put);
    objects.leave(leftOut);
    followed(now);
  }

  /// Whether it changed anything.
  synchronized boolean set(KubeObject object, Instant now) {
    followed(now);
    var known = objects.get(object.key());
    if (known != null && isOlder(object, known)) {
      return false;
    }
    var grave = graves.get(object.uid());
    if (grave != null && version(object) <= grave) {
      return false;
    }
    return objects.put(object);
  }

  synchronized boolean removed(KubeObject object, Instant now) {
    followed(now);
    graves.put(object.uid(), version(object));
    var known = objects.get(object.key());
    if (known != null && !known.uid().equals(object.uid())) {
      return false;
    }
    return objects.remove(object.key());
  }

  synchronized void heard(Instant now) {
    heard = now;
  }

  private void followed(Instant now) {
    heard = now;
    state = new State.Following();
  }

  /// What was known of the kind is void: it is not there.
  synchronized void absent(String why, boolean forbidden, Instant now) {
    objects.clear();
    heard = now;
    state = new State.Absent(why, forbidden);
  }

  synchronized void trouble(String why, Instant now) {
    var since = state instanceof State.Trouble before ? before.since() : now;
    state = new State.Trouble(why, since);
  }

  synchronized void following(Instant now) {
    followed(now);
  }

  /// An object that was made anew has another uid, and its versions go on from those of the whole
  /// cluster, so the later one is the newer object too.
  private static boolean isOlder(KubeObject event, KubeObject known) {
    long a = version(event);
    long b = version(known);
    return a >= 0 && b >= 0 && a < b;
  }

  /// Versions of a kind are numbers that grow (Kubernetes says so since 1.35, and its API server
  /// always had it so); -1 for one that is none, which is then taken as it comes.
  private static long version(KubeObject object) {
    var text = object.resourceVersion();
    try {
      return text.length() > 18 ? -1 : Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
