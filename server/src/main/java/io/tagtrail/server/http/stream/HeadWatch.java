package io.tagtrail.server.http.stream;

import io.tagtrail.core.ledger.LedgerException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Knows how many entries the ledger has: at once for commits of this process, within a second for
/// those of others. The ledger is asked only while somebody listens.
public final class HeadWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HeadWatch.class);
  private static final long POLL_MILLIS = 1_000;

  private final LongSupplier size;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private final Condition nudged = lock.newCondition();
  private long known;
  private int listeners;
  private boolean nudge;
  private boolean closed;

  /// @param size how many entries the ledger has, asked anew each time
  public HeadWatch(LongSupplier size) {
    this.size = size;
    Thread.ofVirtual().name("head-watch").start(this::poll);
  }

  /// There may be new entries; called after each commit, and never blocks for long.
  public void nudge() {
    lock.lock();
    try {
      nudge = true;
      nudged.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until the ledger has more than that many entries, or for that long.
  ///
  /// @return how many it has, as far as it is known
  public long await(long more, long millis) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (listeners++ == 0) {
        nudge = true;
        nudged.signal();
      }
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (known <= more && !closed && left > 0) {
        left = grown.awaitNanos(left);
      }
      return known;
    } finally {
      listeners--;
      lock.unlock();
    }
  }

  private void poll() {
    boolean failing = false;
    while (waited()) {
      try {
        long now = size.getAsLong();
        failing = false;
        tell(now);
      } catch (LedgerException e) {
        if (!failing) {
          LOG.warn("the stream of events waits: {}", e.getMessage());
        }
        failing = true;
      }
    }
  }

  /// Waits for the next time to look; false at the end.
  private boolean waited() {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS);
      while (!closed && (listeners == 0 || (!nudge && left > 0))) {
        if (listeners == 0) {
          nudged.await();
        } else {
          left = nudged.awaitNanos(left);
        }
      }
      nudge = false;
      return !closed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void tell(long now) {
    lock.lock();
    try {
      known = Math.max(known, now);
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Wakes whoever waits, for good.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      nudged.signalAll();
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Whether it was closed: whoever waits ends.
  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }
}
