package io.tagtrail.server.http;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.MoveRequest;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Powers;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.server.Ask;
import io.tagtrail.server.http.endpoint.RefusalLog;
import io.tagtrail.server.http.limit.Buckets;
import io.tagtrail.server.http.metric.Metrics;
import io.tagtrail.server.identity.Identity;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs refusals when nothing else is to be done: moves never wait for them, few are kept, each
/// identity and all together have a quota, and where they come faster they are counted only.
final class RefusalQueue implements RefusalLog {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalQueue.class);
  private static final int WAITING = 256;
  private static final int IN_TOTAL = 20;
  private static final Duration POLITE = Duration.ofSeconds(2);

  private final Supplier<Engine> engine;
  private final Life life;
  private final Metrics metrics;
  private final boolean none;
  private final Buckets each;
  private final Buckets all;
  private final BlockingQueue<Refusal> queue = new ArrayBlockingQueue<>(WAITING);
  private final Thread worker;
  private volatile boolean closed;

  private record Refusal(Alias alias, Outcome.Refused refused, MoveRequest request) {}

  /// @param hourly how many of one identity are logged in an hour; 0 for none at all
  RefusalQueue(Supplier<Engine> engine, Life life, Metrics metrics, int hourly, Time time) {
    this.engine = engine;
    this.life = life;
    this.metrics = metrics;
    this.none = hourly == 0;
    this.each = new Buckets(Math.max(1, hourly) / 3600.0, Math.max(1, hourly), 10_000, time);
    this.all =
        new Buckets(
            Math.max(1, hourly) * (IN_TOTAL / 3600.0), Math.max(1, hourly) * IN_TOTAL, 1, time);
    this.worker = Thread.ofVirtual().name("refusals").start(this::work);
  }

  @Override
  public void offer(Identity identity, Alias alias, Outcome.Refused refused, String kind, Ask ask) {
    metrics.refusal(taken(identity, alias, refused, kind, ask));
  }

  private String taken(
      Identity identity, Alias alias, Outcome.Refused refused, String kind, Ask ask) {
    var now = engine.get();
    if (!now.mayRead().test(identity, alias)) {
      return "unreadable";
    }
    if (none || !each.take(identity.id()).isZero() || !all.take("all").isZero()) {
      return "quota";
    }
    // Only an alias that is there has a place in the ledger for it.
    var location = now.ledger().alias(alias).location();
    if (location == null) {
      return "ungoverned";
    }
    var request =
        new MoveRequest(
            alias,
            aim(kind, alias),
            location,
            ask.request(),
            identity.mover(),
            identity.person(),
            identity.pipeline(),
            ask.builder(),
            ask.release(),
            ask.reason() == null ? "not given" : ask.reason(),
            ask.expect(),
            ask.idempotencyKey(),
            false,
            new Powers(false, List.of(), List.of(), identity.linked(), identity.account()));
    return queue.offer(new Refusal(alias, refused, request)) ? "queued" : "dropped";
  }

  private static Aim aim(String kind, Alias alias) {
    return kind.equals("rollback") ? new Aim.RollBack(null) : new Aim.PromoteFrom(alias, false);
  }

  private void work() {
    while (!closed || !queue.isEmpty()) {
      try {
        var next = queue.poll(250, TimeUnit.MILLISECONDS);
        if (next != null) {
          // After the moves that are in flight, unless there is no end to them.
          life.quiet(POLITE);
          boolean recorded =
              engine.get().refusals().record(next.alias(), next.refused(), next.request());
          metrics.refusal(recorded ? "recorded" : "repeated");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (LedgerException e) {
        metrics.refusal("failed");
        LOG.warn("a refusal was not logged: {}", e.getMessage());
      } catch (RuntimeException e) {
        metrics.refusal("failed");
        LOG.error("a refusal was not logged", e);
      }
    }
  }

  /// Logs what waits, for a moment.
  void end() throws InterruptedException {
    closed = true;
    if (!worker.join(Duration.ofSeconds(2))) {
      worker.interrupt();
      worker.join();
    }
  }
}
