package io.tagtrail.testkit.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands still until it is told otherwise; it can go back. Any thread may set it.
public final class SetClock implements InstantSource {
  private volatile Instant now;

  public SetClock(Instant now) {
    this.now = now;
  }

  public static SetClock at(String time) {
    return new SetClock(Instant.parse(time));
  }

  @Override
  public Instant instant() {
    return now;
  }

  public void set(Instant time) {
    now = time;
  }

  public synchronized void advance(Duration by) {
    now = now.plus(by);
  }
}
