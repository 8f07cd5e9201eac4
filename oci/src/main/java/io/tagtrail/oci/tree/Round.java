package io.tagtrail.oci.tree;

import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.registry.Presence;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// What one round of looking at many bundles has found already: what they share is asked for once,
/// also by threads that want it at the same time. Only what was there is remembered; what was
/// missing is asked for again by whoever needs it. A round is short, because what it remembers may
/// be gone by now.
public final class Round {
  private static final int MOST = 500_000;

  private final Consumer<String> before;
  private final Map<Part, CompletableFuture<OptionalLong>> blobs = new ConcurrentHashMap<>();
  private final Map<Whole, CompletableFuture<Presence>> bundles = new ConcurrentHashMap<>();
  private final LongAdder asked = new LongAdder();
  private final LongAdder spared = new LongAdder();

  private record Part(Repository repository, Digest digest) {}

  private record Whole(Repository repository, Descriptor bundle) {}

  /// @param before told the registry before each request to it; it may wait, to hold a budget, and
  ///   is called by several threads at once
  public Round(Consumer<String> before) {
    this.before = before;
  }

  /// How many requests were made.
  public long asked() {
    return asked.sum();
  }

  /// How many blobs and bundles were not looked for again.
  public long spared() {
    return spared.sum();
  }

  /// Before each request.
  public void ask(Repository repository) {
    before.accept(repository.registry());
    asked.increment();
  }

  /// The size of a blob; empty where it is not there.
  OptionalLong size(Repository repository, Digest digest, Supplier<OptionalLong> look) {
    return once(blobs, new Part(repository, digest), look, OptionalLong::isPresent);
  }

  /// What of a bundle is there; one that is whole is so for the round.
  public Presence presence(Repository repository, Descriptor bundle, Supplier<Presence> look) {
    return once(
        bundles,
        new Whole(repository, bundle),
        look,
        presence -> presence instanceof Presence.Whole);
  }

  private <K, V> V once(
      Map<K, CompletableFuture<V>> known, K key, Supplier<V> look, Predicate<V> keep) {
    if (known.size() >= MOST) {
      return look.get();
    }
    var own = new CompletableFuture<V>();
    var other = known.putIfAbsent(key, own);
    if (other != null) {
      try {
        spared.increment();
        return other.join();
      } catch (CompletionException e) {
        // What went wrong for another one may go well here, or fail with words of its own.
        return look.get();
      }
    }
    try {
      var value = look.get();
      if (!keep.test(value)) {
        known.remove(key, own);
      }
      own.complete(value);
      return value;
    } catch (RuntimeException | Error e) {
      known.remove(key, own);
      own.completeExceptionally(e);
      throw e;
    }
  }
}
