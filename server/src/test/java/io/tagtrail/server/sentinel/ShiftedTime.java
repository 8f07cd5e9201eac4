package io.tagtrail.server.sentinel;

import io.tagtrail.core.promotion.Time;
import java.time.Duration;
import java.time.Instant;

/// The clocks of a machine that was stopped for a while: they go on as usual, and jump where they
/// are told to.
final class ShiftedTime implements Time {
  private final Time real = Time.system();
  private Duration wall = Duration.ZERO;
  private long steady;

  /// Both clocks jump, as after a process was frozen.
  synchronized void jump(Duration by) {
    wall = wall.plus(by);
    steady += by.toNanos();
  }

  /// The wall clock jumps, and the other one did not go on: as after a machine was paused.
  synchronized void jumpWall(Duration by) {
    wall = wall.plus(by);
  }

  @Override
  public synchronized Instant now() {
    return real.now().plus(wall);
  }

  @Override
  public synchronized long nanos() {
    return real.nanos() + steady;
  }

  @Override
  public void pause(Duration duration) throws InterruptedException {
    real.pause(duration);
  }
}
