package io.tagtrail.cli.world;

import io.tagtrail.core.promotion.Time;
import io.tagtrail.testkit.ledger.SetClock;
import java.time.Duration;
import java.time.Instant;

/// Time that passes only when somebody waits or a test says so.
public record SetTime(SetClock clock) implements Time {
  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public long nanos() {
    var now = clock.instant();
    return now.getEpochSecond() * 1_000_000_000 + now.getNano();
  }

  @Override
  public void pause(Duration duration) {
    clock.advance(duration);
  }
}
