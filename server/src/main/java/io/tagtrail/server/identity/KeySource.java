package io.tagtrail.server.identity;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One issuer's keys, kept between requests. An unknown key makes them be read again, by one reader
/// at a time and not more often than once an interval, however many tokens ask for it.
final class KeySource {
  private static final Duration OUTAGE = Duration.ofMinutes(1);

  private final Read read;
  private final IssuerTimes times;
  private final LongSupplier nanos;
  private @Nullable PublicKeys keys;
  private long readAt;
  private long triedAt;
  private boolean failed;
  private long failedAt;
  private boolean tried;
  private String failure = "its keys were not read yet";
  private @Nullable CompletableFuture<@Nullable Void> reading;

  /// Reads the keys from the issuer.
  @FunctionalInterface
  interface Read {
    /// @throws IOException with a message for people if there are none
    PublicKeys keys() throws IOException, InterruptedException;
  }

  /// What can be said about a key now.
  sealed interface Found {
    /// The set that has the key.
    record In(PublicKeys keys) implements Found {}

    /// The issuer was asked just now, and has no such key.
    record Unknown() implements Found {}

    /// The issuer does not answer, and what is known of it is too old or has no such key.
    record Away(String why, Duration retryAfter) implements Found {}
  }

  KeySource(Read read, IssuerTimes times, LongSupplier nanos) {
    this.read = read;
    this.times = times;
    this.nanos = nanos;
  }

  /// The keys, if the key with this id is among them.
  Found find(@Nullable String kid) throws InterruptedException {
    CompletableFuture<@Nullable Void> pending;
    synchronized (this) {
      var known = keys;
      if (known != null && known.knows(kid) && !mustWait()) {
        if (age() >= times.refreshAfter().toNanos()) {
          startIfDue();
        }
        return new Found.In(known);
      }
      startIfDue();
      pending = reading;
    }
    if (pending != null) {
      await(pending);
    }
    return now(kid);
  }

  /// Whether the keys are too old to be used beside a new reading. Once an issuer was found not to
  /// answer, not every request waits for it again.
  private boolean mustWait() {
    if (age() < times.waitAfter().toNanos()) {
      return false;
    }
    boolean away = failed && nanos.getAsLong() - failedAt < OUTAGE.toNanos();
    return !away || age() >= times.keep().toNanos();
  }

  private synchronized Found now(@Nullable String kid) {
    var left =
        Duration.ofNanos(Math.max(0, triedAt + times.interval().toNanos() - nanos.getAsLong()));
    var retryAfter = left.plusSeconds(1).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    if (keys == null || age() >= times.keep().toNanos()) {
      return new Found.Away(failure, retryAfter);
    }
    if (keys.knows(kid)) {
      return new Found.In(keys);
    }
    // Within one interval of a good answer its "no" holds; after a bad one it is not known.
    return readAt == triedAt ? new Found.Unknown() : new Found.Away(failure, retryAfter);
  }

  /// Starts to read the keys, unless somebody is at it or did it within the interval.
  private synchronized void startIfDue() {
    long now = nanos.getAsLong();
    if (reading != null || (tried && now - triedAt < times.interval().toNanos())) {
      return;
    }
    tried = true;
    triedAt = now;
    var mine = new CompletableFuture<@Nullable Void>();
    reading = mine;
    Thread.ofVirtual().name("issuer-keys").start(() -> read(now, mine));
  }

  private void read(long startedAt, CompletableFuture<@Nullable Void> mine) {
    PublicKeys fresh = null;
    var why = "its keys could not be read";
    try {
      fresh = read.keys();
    } catch (IOException e) {
      why = String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      // In every case: a reading that never ends would keep all later ones from starting.
      synchronized (this) {
        reading = null;
        if (fresh == null) {
          failure = why;
          failed = true;
          failedAt = nanos.getAsLong();
        } else {
          keys = fresh;
          failed = false;
          readAt = startedAt;
        }
      }
      mine.complete(null);
    }
  }

  private void await(CompletableFuture<@Nullable Void> pending) throws InterruptedException {
    try {
      // Two requests at most: discovery and keys.
      pending.get(2 * times.patience().toMillis() + 1_000, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      synchronized (this) {
        failure = "it is slow to answer";
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a reading of keys ends without a result", e);
    }
  }

  private synchronized long age() {
    return nanos.getAsLong() - readAt;
  }
}
