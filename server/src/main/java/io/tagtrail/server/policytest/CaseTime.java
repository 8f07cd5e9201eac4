package io.tagtrail.server.policytest;

import io.tagtrail.core.promotion.Time;
import java.time.Duration;
import java.time.Instant;

/// The clock of a case: it stands still, but where somebody waits.
final class CaseTime implements Time {
  private Instant now;
  private long nanos;

  CaseTime(Instant now) {
    this.now = now;
  }

  /// Goes forward to a time; never back.
  void reach(Instant time) {
    if (time.isAfter(now)) {
      nanos += Duration.between(now, time).toNanos();
      now = time;
    }
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public void pause(Duration duration) {
    reach(now.plus(duration));
  }
}
