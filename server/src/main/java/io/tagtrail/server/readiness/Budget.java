package io.tagtrail.server.readiness;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// So many requests a second to each registry, evenly: whoever comes too early waits. A registry
/// has better to do than to be looked at.
public final class Budget implements Consumer<String> {
  private static final long SECOND = 1_000_000_000L;

  private final long spacing;
  private final LongSupplier nanos;
  private final Map<String, Long> next = new HashMap<>();

  /// @param perSecond requests a second to one registry
  /// @param nanos a clock that only goes forward
  public Budget(int perSecond, LongSupplier nanos) {
    if (perSecond < 1) {
      throw new IllegalArgumentException("a budget is at least one request a second");
    }
    this.spacing = SECOND / perSecond;
    this.nanos = nanos;
  }

  /// Waits until it is time for another request; comes back at once where the thread is
  /// interrupted.
  @Override
  public void accept(String registry) {
    long due = turn(registry);
    long left;
    while ((left = due - nanos.getAsLong()) > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(this, left);
    }
  }

  /// When the next request may be sent; a tenth of a second's worth may come together.
  private synchronized long turn(String registry) {
    long now = nanos.getAsLong();
    long due = next.getOrDefault(registry, now);
    long earliest = now - SECOND / 10;
    due = due - earliest < 0 ? earliest : due;
    next.put(registry, due + spacing);
    return due;
  }
}
