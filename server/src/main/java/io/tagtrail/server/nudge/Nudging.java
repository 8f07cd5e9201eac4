package io.tagtrail.server.nudge;

import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.Outgoing;
import io.tagtrail.core.ledger.TaskKind;
import io.tagtrail.core.promotion.Delivery;
import io.tagtrail.core.promotion.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Works off the outbox's tasks of telling others: at once after a commit, and every few seconds
/// for what could not be told. Tasks are carried out beside each other, so that one that waits for
/// its receiver holds up no other; nothing here waits for the registry, and the registry's tasks do
/// not wait for this.
public final class Nudging implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Nudging.class);
  private static final int AT_ONCE = 64;
  private static final int REMEMBERED = 1_000;
  private static final long EVERY_MILLIS = 3_000;
  private static final Duration FIRST_AGAIN = Duration.ofSeconds(5);
  private static final Duration LONGEST_AGAIN = Duration.ofMinutes(10);

  private final Supplier<Ledger> ledger;
  private final Delivery.Carrier carrier;
  private final Time time;
  private final Set<Long> busy = ConcurrentHashMap.newKeySet();
  private final Semaphore free = new Semaphore(AT_ONCE);

  /// What was carried out lately: it may have been asked for before that.
  private final Set<Long> done =
      Collections.newSetFromMap(
          Collections.synchronizedMap(
              new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
                  return size() > REMEMBERED;
                }
              }));

  private final Thread worker;
  private volatile boolean nudged;
  private volatile boolean starved;
  private volatile boolean closed;

  public Nudging(Supplier<Ledger> ledger, Delivery.Carrier carrier, Time time) {
    this.ledger = ledger;
    this.carrier = carrier;
    this.time = time;
    this.worker = Thread.ofVirtual().name("nudging").start(this::work);
  }

  /// Something was committed; never blocks.
  public void nudge() {
    nudged = true;
    LockSupport.unpark(worker);
  }

  private void work() {
    while (!closed) {
      nudged = false;
      try {
        boolean more;
        do {
          more = start();
        } while (more && !closed);
      } catch (LedgerException e) {
        LOG.warn("receivers wait to be told: {}", e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("receivers wait to be told", e);
      }
      rest();
    }
  }

  /// Starts what is due, as far as there is room. Whether there may be more.
  private boolean start() {
    boolean any = false;
    for (var task : ledger.get().due(TaskKind.NUDGE, time.now(), AT_ONCE + busy.size())) {
      if (busy.contains(task.index())) {
        continue;
      }
      if (!free.tryAcquire()) {
        starved = true;
        return false;
      }
      busy.add(task.index());
      any = true;
      Thread.ofVirtual().name("nudge").start(() -> carry(task));
    }
    return any;
  }

  private void carry(Outgoing task) {
    try {
      var at = ledger.get();
      if (done.contains(task.index())) {
        return;
      }
      var entry = at.entry(task.index()).orElseThrow();
      var problem = carrier.problem(entry);
      if (problem == null) {
        at.done(task.index(), TaskKind.NUDGE, time.now());
        done.add(task.index());
        carrier.done(entry);
      } else {
        LOG.atWarn()
            .addKeyValue("entry", task.index())
            .addKeyValue("attempts", task.attempts() + 1)
            .addKeyValue("problem", problem)
            .log("somebody could not be told of a move");
        at.failed(task.index(), TaskKind.NUDGE, problem, again(task.attempts()));
      }
    } catch (LedgerException e) {
      LOG.warn("receivers wait to be told: {}", e.getMessage());
    } catch (RuntimeException e) {
      // Its class alone: this thread has secrets of others in its hands.
      LOG.error("a receiver could not be told: {}", e.getClass().getName());
    } finally {
      busy.remove(task.index());
      free.release();
      if (starved) {
        starved = false;
        nudge();
      }
    }
  }

  private Instant again(int attempts) {
    var wait = FIRST_AGAIN.multipliedBy(1L << Math.min(attempts, 10));
    var bounded = wait.compareTo(LONGEST_AGAIN) > 0 ? LONGEST_AGAIN : wait;
    // Not all that failed together at the same time again.
    long jitter = ThreadLocalRandom.current().nextLong(bounded.toMillis() / 5 + 1);
    return time.now().plus(bounded).plusMillis(jitter);
  }

  private void rest() {
    long jitter = ThreadLocalRandom.current().nextLong(EVERY_MILLIS / 2);
    long end = time.nanos() + Duration.ofMillis(EVERY_MILLIS / 2 + jitter).toNanos();
    while (!closed && !nudged && time.nanos() < end) {
      LockSupport.parkNanos(this, Math.max(1, end - time.nanos()));
    }
  }

  /// Ends; what is under way may end too, and is otherwise told again by another process.
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(worker);
    boolean interrupted = false;
    try {
      worker.join(Duration.ofSeconds(5));
      long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
      while (!busy.isEmpty() && System.nanoTime() < end) {
        Thread.sleep(10);
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
