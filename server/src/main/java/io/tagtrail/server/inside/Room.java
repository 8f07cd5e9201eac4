package io.tagtrail.server.inside;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Room in memory for what is inside of bundles, counted in bundles: what one may take is bounded,
/// and this bounds them together, for as long as somebody holds what was read. Whoever comes first
/// is let in first.
final class Room {
  private final int bundles;
  private final Semaphore free;

  Room(int bundles) {
    this.bundles = bundles;
    this.free = new Semaphore(bundles, true);
  }

  int bundles() {
    return bundles;
  }

  /// Does something that holds some bundles at once; empty, with nothing done, if there is no room
  /// for them within the patience.
  ///
  /// @param held at most as many as there is room for
  <T> Optional<T> within(Duration patience, int held, Supplier<T> work) {
    if (held < 1 || held > bundles) {
      throw new IllegalArgumentException(
          "%d bundles at once, where there is room for %d".formatted(held, bundles));
    }
    try {
      if (!free.tryAcquire(held, patience.toNanos(), TimeUnit.NANOSECONDS)) {
        return Optional.empty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    try {
      return Optional.of(work.get());
    } finally {
      free.release(held);
    }
  }
}
