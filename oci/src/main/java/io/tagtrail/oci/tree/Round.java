package io.tagtrail.oci.tree;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Repository;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/// What one round of looking at many bundles has found already: what bundles share is asked for
/// once. Only what was there is remembered; what was missing is asked for again by whoever needs
/// it. A round is short, because what it remembers may be gone by now.
public final class Round {
  private static final int MOST = 500_000;

  private final Consumer<String> before;
  private final Map<Part, Long> there = new ConcurrentHashMap<>();
  private final LongAdder asked = new LongAdder();
  private final LongAdder spared = new LongAdder();

  private record Part(Repository repository, Digest digest) {}

  /// @param before told the registry before each request to it; it may wait, to hold a budget, and
  ///   is called by several threads at once
  public Round(Consumer<String> before) {
    this.before = before;
  }

  /// A round that remembers nothing worth it: for one bundle.
  static Round single() {
    return new Round(registry -> {});
  }

  /// How many requests were made.
  public long asked() {
    return asked.sum();
  }

  /// How many were not needed.
  public long spared() {
    return spared.sum();
  }

  /// Before each request.
  public void ask(Repository repository) {
    before.accept(repository.registry());
    asked.increment();
  }

  /// The size of a part that was found in this round; -1 where the registry told none.
  OptionalLong size(Repository repository, Digest digest) {
    var size = there.get(new Part(repository, digest));
    if (size == null) {
      return OptionalLong.empty();
    }
    spared.increment();
    return OptionalLong.of(size);
  }

  void found(Repository repository, Digest digest, long size) {
    if (there.size() < MOST) {
      there.put(new Part(repository, digest), size);
    }
  }
}
