package io.tagtrail.server.http.limit;

import io.tagtrail.core.promotion.Time;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/// A bucket for each of many keys, bounded: full buckets are forgotten, and where there are too
/// many keys all the same, new ones share one bucket, so that nobody gains by having many names.
public final class Buckets {
  private final double perSecond;
  private final double burst;
  private final int most;
  private final Time time;
  private final TokenBucket shared;
  private final ConcurrentHashMap<String, TokenBucket> byKey = new ConcurrentHashMap<>();

  /// @param most how many keys are told apart
  public Buckets(double perSecond, double burst, int most, Time time) {
    if (perSecond <= 0 || burst < 1 || most < 1) {
      throw new IllegalArgumentException("a bucket that never holds anything");
    }
    this.perSecond = perSecond;
    this.burst = burst;
    this.most = most;
    this.time = time;
    this.shared = new TokenBucket(perSecond, burst, time.nanos());
  }

  /// Takes one; zero if there was one, else how long until there is.
  public Duration take(String key) {
    return bucket(key).take(time.nanos());
  }

  /// How long until one could be taken; takes none.
  public Duration delay(String key) {
    var bucket = byKey.get(key);
    if (bucket == null) {
      return byKey.size() < most ? Duration.ZERO : shared.delay(time.nanos());
    }
    return bucket.delay(time.nanos());
  }

  private TokenBucket bucket(String key) {
    var known = byKey.get(key);
    if (known != null) {
      return known;
    }
    if (byKey.size() >= most) {
      long now = time.nanos();
      byKey.values().removeIf(bucket -> bucket.isFull(now));
      if (byKey.size() >= most) {
        return shared;
      }
    }
    return byKey.computeIfAbsent(key, _ -> new TokenBucket(perSecond, burst, time.nanos()));
  }
}
