package io.tagtrail.server.contract;

import io.tagtrail.core.promotion.Time;
import io.tagtrail.testkit.ledger.SetClock;
import java.time.Duration;
import java.time.Instant;

/// Both clocks of the path, standing still but for who waits.
record SetTime(SetClock clock) implements Time {
  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public long nanos() {
    return Duration.between(Instant.EPOCH, clock.instant()).toNanos();
  }

  @Override
  public void pause(Duration duration) {
    clock.advance(duration);
  }
}
