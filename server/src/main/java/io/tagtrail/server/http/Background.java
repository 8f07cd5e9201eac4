package io.tagtrail.server.http;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.http.metric.Metrics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done for nobody in particular: the outbox is worked off, unfinished moves are settled.
/// Every few seconds, at other times in each process, the outbox soon after each commit too. Any
/// number of processes may do it at once: what one did, another finds done. Neither waits for the
/// other, and no unfinished move for another one: a registry that does not answer holds up only
/// what is its own.
final class Background {
  private static final Logger LOG = LoggerFactory.getLogger(Background.class);
  private static final long EVERY_MILLIS = 3_000;
  private static final long SOON_MILLIS = 50;
  private static final int TASKS = 50;

  /// How many unfinished moves are looked at at once, at most.
  private static final int AT_ONCE = 64;

  private final Supplier<Tagtrail> own;
  private final Metrics metrics;
  private final Time time;
  private final Map<Alias, Thread> settling = new ConcurrentHashMap<>();
  private final Thread delivers;
  private final Thread settles;
  private volatile boolean closed;
  private volatile boolean nudged;
  private volatile long unfinished;

  Background(Supplier<Engine> engine, Metrics metrics, Time time) {
    this(metrics, time, () -> engine.get().own());
  }

  Background(Metrics metrics, Time time, Supplier<Tagtrail> own) {
    this.own = own;
    this.metrics = metrics;
    this.time = time;
    this.delivers = Thread.ofVirtual().name("background").start(this::delivering);
    this.settles = Thread.ofVirtual().name("settling").start(this::settling);
  }

  /// There may be something to deliver; never blocks.
  void nudge() {
    nudged = true;
    LockSupport.unpark(delivers);
  }

  /// How many aliases had an unfinished move when they were last looked at.
  long unfinished() {
    return unfinished;
  }

  private void delivering() {
    while (!closed) {
      deliver();
      long end = time.nanos() + pause();
      while (!closed && !nudged && time.nanos() < end) {
        LockSupport.parkNanos(this, Math.max(1, end - time.nanos()));
      }
      if (nudged && !closed) {
        // What was committed together is delivered together.
        LockSupport.parkNanos(this, Duration.ofMillis(SOON_MILLIS).toNanos());
        nudged = false;
      }
    }
  }

  private void settling() {
    while (!closed) {
      long end = time.nanos() + pause() + Duration.ofMillis(EVERY_MILLIS / 2).toNanos();
      while (!closed && time.nanos() < end) {
        LockSupport.parkNanos(this, Math.max(1, end - time.nanos()));
      }
      if (!closed) {
        settle();
      }
    }
  }

  private static long pause() {
    long jitter = ThreadLocalRandom.current().nextLong(EVERY_MILLIS / 2);
    return Duration.ofMillis(EVERY_MILLIS / 2 + jitter).toNanos();
  }

  private void deliver() {
    try {
      int done;
      do {
        var report = own.get().upkeep().deliver(TASKS);
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
    } catch (RuntimeException | Error e) {
      metrics.background("deliver", "failed");
      LOG.error("the outbox waits", e);
    }
  }

  /// Begins to look at the unfinished moves that nobody looks at here.
  private void settle() {
    try {
      var tagtrail = own.get();
      var open = tagtrail.state().unfinished();
      unfinished = open.size();
      for (var alias : open) {
        if (closed || settling.size() >= AT_ONCE) {
          return;
        }
        if (settling.containsKey(alias)) {
          continue;
        }
        var thread = Thread.ofVirtual().name("settle").unstarted(() -> settle(tagtrail, alias));
        settling.put(alias, thread);
        thread.start();
      }
    } catch (RuntimeException | Error e) {
      waits(e);
    }
  }

  private void settle(Tagtrail tagtrail, Alias alias) {
    try {
      var checked = tagtrail.state().check(alias);
      metrics.background("settle", checked.result().getClass().getSimpleName());
    } catch (InterruptedException e) {
      // It is to end.
    } catch (RuntimeException | Error e) {
      waits(e);
    } finally {
      settling.remove(alias);
    }
  }

  /// Also an error does not end the work: nobody would notice that nothing is done any more.
  private void waits(Throwable e) {
    metrics.background("settle", "failed");
    switch (e) {
      case LedgerException away -> LOG.warn("unfinished moves wait: {}", away.getMessage());
      case RegistryException away -> LOG.warn("unfinished moves wait: {}", away.getMessage());
      default -> LOG.error("unfinished moves wait", e);
    }
  }

  /// Ends after what is being done now, which has a few seconds for it.
  void end() throws InterruptedException {
    closed = true;
    long until = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    LockSupport.unpark(delivers);
    LockSupport.unpark(settles);
    // First whoever begins more.
    end(settles, until);
    for (var each : settling.values()) {
      end(each, until);
    }
    end(delivers, until);
  }

  private static void end(Thread thread, long until) throws InterruptedException {
    if (!thread.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())))) {
      thread.interrupt();
      thread.join();
    }
  }
}
