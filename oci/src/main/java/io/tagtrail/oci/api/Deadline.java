package io.tagtrail.oci.api;

import java.time.Duration;

/// A point in monotonic time by which something must be done.
record Deadline(long nanos) {
  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  boolean over() {
    return nanos - System.nanoTime() <= 0;
  }

  /// What is left; at least a millisecond, so that a request that is sent late fails as one.
  Duration left() {
    return Duration.ofNanos(Math.max(1_000_000, nanos - System.nanoTime()));
  }
}
