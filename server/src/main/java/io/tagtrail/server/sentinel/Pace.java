package io.tagtrail.server.sentinel;

import io.tagtrail.core.registry.RegistryException;
import java.time.Duration;

/// How fast one registry is asked: a bucket that fills at the budget's rate, at less after
/// failures, and not at all while the registry wants to be left alone.
final class Pace {
  private static final double SLOWEST = 1.0 / 64;
  private static final long SECOND = 1_000_000_000L;
  private static final long LONGEST = Duration.ofMinutes(1).toNanos();

  private int perSecond;
  private double share = 1;
  private double level;
  private long filled;
  private long quietUntil;
  private long pause = SECOND;

  Pace(int perSecond, long now) {
    this.perSecond = perSecond;
    this.level = 1;
    this.filled = now;
    this.quietUntil = now;
  }

  synchronized void budget(int requests) {
    perSecond = requests;
  }

  /// Takes one request; zero if it may be sent now, else the nanoseconds until it may be tried.
  synchronized long take(long now) {
    if (now - quietUntil < 0) {
      return quietUntil - now;
    }
    double rate = perSecond * share / SECOND;
    // A tenth of a second's worth may come together.
    double most = Math.max(1, perSecond * share / 10);
    level = Math.min(most, level + Math.max(0, now - filled) * rate);
    filled = now;
    if (level >= 1) {
      level--;
      return 0;
    }
    return Math.max(1, (long) Math.ceil((1 - level) / rate));
  }

  /// The registry answered: it is asked a little faster again.
  synchronized void answered() {
    share = Math.min(1, share * 1.05 + 0.001);
    pause = SECOND;
  }

  /// The registry did not do what it was asked. Where that is the registry's state, and not this
  /// one repository's, it is left alone for a while, and then asked less.
  synchronized void failed(RegistryException e, long now) {
    if (e.kind() != RegistryException.Kind.UNAVAILABLE) {
      return;
    }
    var asked = e.retryAfter();
    if (now - quietUntil < 0 && asked.isEmpty()) {
      // One of those that were under way when it was found out.
      return;
    }
    long quiet = Math.max(pause, asked.map(Duration::toNanos).orElse(0L));
    quietUntil = now + quiet;
    pause = Math.min(LONGEST, pause * 2);
    share = Math.max(SLOWEST, share / 2);
    level = 0;
  }

  /// Which part of the budget is used, 1 for all of it.
  synchronized double share(long now) {
    return now - quietUntil < 0 ? 0 : share;
  }
}
