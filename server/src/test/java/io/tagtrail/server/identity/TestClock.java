package io.tagtrail.server.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that a test moves; the wall's and the monotonic one together.
public final class TestClock implements InstantSource {
  public static final Instant START = Instant.parse("2026-11-22T09:00:00Z");

  private Instant now = START;

  @Override
  public synchronized Instant instant() {
    return now;
  }

  public synchronized void advance(Duration by) {
    now = now.plus(by);
  }

  public synchronized long nanos() {
    return Duration.between(START, now).toNanos();
  }
}
