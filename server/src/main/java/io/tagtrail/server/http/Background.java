package io.tagtrail.server.http;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.server.http.metric.Metrics;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done for nobody in particular: the outbox is worked off, unfinished moves are settled.
/// Every few seconds, at other times in each process, and soon after each commit. Any number of
/// processes may do it at once: what one did, another finds done.
final class Background {
  private static final Logger LOG = LoggerFactory.getLogger(Background.class);
  private static final long EVERY_MILLIS = 3_000;
  private static final long SOON_MILLIS = 50;
  private static final int TASKS = 50;

  private final Supplier<Engine> engine;
  private final Metrics metrics;
  private final Time time;
  private final Thread worker;
  private volatile boolean closed;
  private volatile boolean nudged;
  private volatile long unfinished;

  Background(Supplier<Engine> engine, Metrics metrics, Time time) {
    this.engine = engine;
    this.metrics = metrics;
    this.time = time;
    this.worker = Thread.ofVirtual().name("background").start(this::work);
  }

  /// There may be something to deliver; never blocks.
  void nudge() {
    nudged = true;
    LockSupport.unpark(worker);
  }

  /// How many aliases had an unfinished move when they were last looked at.
  long unfinished() {
    return unfinished;
  }

  private void work() {
    long settled = time.nanos();
    while (!closed) {
      deliver();
      if (time.nanos() - settled >= Duration.ofMillis(EVERY_MILLIS).toNanos()) {
        settle();
        settled = time.nanos();
      }
      rest();
    }
  }

  private void rest() {
    long jitter = ThreadLocalRandom.current().nextLong(EVERY_MILLIS / 2);
    long end = time.nanos() + Duration.ofMillis(EVERY_MILLIS / 2 + jitter).toNanos();
    while (!closed && !nudged && time.nanos() < end) {
      LockSupport.parkNanos(this, Math.max(1, end - time.nanos()));
    }
    if (nudged && !closed) {
      // What was committed together is delivered together.
      LockSupport.parkNanos(this, Duration.ofMillis(SOON_MILLIS).toNanos());
      nudged = false;
    }
  }

  private void deliver() {
    try {
      int done;
      do {
        var report = engine.get().own().deliver(TASKS);
        done = report.done();
        if (report.failed() > 0) {
          metrics.background("deliver", "failed");
          LOG.atWarn()
              .addKeyValue("failed", report.failed())
              .addKeyValue("problem", report.problem())
              .log("records wait for their registry");
        }
        if (done > 0) {
          metrics.background("deliver", "done");
        }
      } while (done == TASKS && !closed);
    } catch (LedgerException | RegistryException e) {
      metrics.background("deliver", "failed");
      LOG.warn("the outbox waits: {}", e.getMessage());
    } catch (RuntimeException e) {
      metrics.background("deliver", "failed");
      LOG.error("the outbox waits", e);
    }
  }

  private void settle() {
    try {
      var tagtrail = engine.get().own();
      var open = tagtrail.unfinished();
      unfinished = open.size();
      for (var alias : open) {
        if (closed) {
          return;
        }
        var checked = tagtrail.check(alias);
        metrics.background("settle", checked.result().getClass().getSimpleName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (LedgerException | RegistryException e) {
      metrics.background("settle", "failed");
      LOG.warn("unfinished moves wait: {}", e.getMessage());
    } catch (RuntimeException e) {
      metrics.background("settle", "failed");
      LOG.error("unfinished moves wait", e);
    }
  }

  /// Ends after what is being done now.
  void end() throws InterruptedException {
    closed = true;
    LockSupport.unpark(worker);
    if (!worker.join(Duration.ofSeconds(5))) {
      worker.interrupt();
      worker.join();
    }
  }
}
