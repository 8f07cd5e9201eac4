package io.tagtrail.server.http;

import java.util.function.BooleanSupplier;

/// Waits for what comes by itself; long enough for the slowest machine.
final class Waiting {
  private static final long MOST_NANOS = 60_000_000_000L;

  private Waiting() {}

  static void aMoment() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + MOST_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("it did not come: " + what);
      }
      aMoment();
    }
  }
}
