package io.tagtrail.server.signatures;

import java.time.Duration;
import java.util.function.LongSupplier;

/// A moment on the monotonic clock after which nothing further is asked.
final class Deadline {
  private final LongSupplier nanoTime;
  private final long end;

  Deadline(LongSupplier nanoTime, Duration patience) {
    this.nanoTime = nanoTime;
    this.end = nanoTime.getAsLong() + patience.toNanos();
  }

  boolean over() {
    return nanoTime.getAsLong() - end >= 0;
  }
}
