package io.tagtrail.server.http.limit;

import java.time.Duration;

/// A bucket that fills at a steady rate: who finds it empty waits.
public final class TokenBucket {
  private final double perNano;
  private final double size;
  private double level;
  private long last;

  /// @param perSecond how many a second in the long run
  /// @param burst how many at once
  /// @param nanos a clock that only goes forward
  TokenBucket(double perSecond, double burst, long nanos) {
    this.perNano = perSecond / 1e9;
    this.size = burst;
    this.level = burst;
    this.last = nanos;
  }

  /// Takes one; zero if there was one, else how long until there is.
  synchronized Duration take(long nanos) {
    fill(nanos);
    if (level >= 1) {
      level -= 1;
      return Duration.ZERO;
    }
    return Duration.ofNanos((long) Math.ceil((1 - level) / perNano));
  }

  /// Whether one could be taken, without taking it.
  synchronized Duration delay(long nanos) {
    fill(nanos);
    return level >= 1 ? Duration.ZERO : Duration.ofNanos((long) Math.ceil((1 - level) / perNano));
  }

  /// Whether it is full: as if it had never been used.
  synchronized boolean isFull(long nanos) {
    fill(nanos);
    return level >= size;
  }

  private void fill(long nanos) {
    level = Math.min(size, level + Math.max(0, nanos - last) * perNano);
    last = Math.max(last, nanos);
  }
}
