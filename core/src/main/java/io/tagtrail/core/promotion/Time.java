package io.tagtrail.core.promotion;

import java.time.Duration;
import java.time.Instant;

/// The clocks of the path: the wall, and one that never jumps. A process that was frozen or whose
/// wall clock was set back is caught by the other of the two.
public interface Time {
  Instant now();

  /// Nanoseconds of a clock that only goes forward, of no meaning but their difference.
  long nanos();

  /// Waits.
  ///
  /// @throws InterruptedException if the thread is interrupted: whoever waits gives up and leaves
  ///   the state as it is
  void pause(Duration duration) throws InterruptedException;

  /// The clocks of this machine.
  static Time system() {
    return new Time() {
      @Override
      public Instant now() {
        return Instant.now();
      }

      @Override
      public long nanos() {
        return System.nanoTime();
      }

      @Override
      public void pause(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
      }
    };
  }
}
