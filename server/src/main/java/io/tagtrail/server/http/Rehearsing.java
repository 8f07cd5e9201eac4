package io.tagtrail.server.http;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.server.http.metric.Metrics;
import io.tagtrail.server.readiness.Answer;
import io.tagtrail.server.readiness.Looked;
import io.tagtrail.server.readiness.Rehearsal;
import io.tagtrail.server.readiness.Report;
import io.tagtrail.server.readiness.TargetState.State;
import io.tagtrail.server.rules.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes sure that there is a way back: looks at every alias again and again, and at all of them
/// for the rehearsal at its time. A rehearsal that is broken off, by a restart too, goes on where
/// it stopped. Of several processes one looks, as far as their notes tell; that two may do so now
/// and then harms nobody.
final class Rehearsing {
  private static final Logger LOG = LoggerFactory.getLogger(Rehearsing.class);
  private static final Duration FIRST = Duration.ofSeconds(60);
  private static final Duration EVERY = Duration.ofSeconds(15);
  private static final Duration LEASE = Duration.ofSeconds(90);
  private static final Duration REFRESH = Duration.ofMinutes(1);
  private static final int BATCH = 50;

  private final Supplier<Engine> engine;
  private final Metrics metrics;
  private final Time time;
  private final String own = UUID.randomUUID().toString();
  private final Thread worker;
  private volatile boolean closed;
  private volatile Report report = new Report(null, List.of(), List.of());
  private volatile Map<String, Long> dying = Map.of();
  private Instant refreshed = Instant.EPOCH;

  Rehearsing(Supplier<Engine> engine, Metrics metrics, Time time) {
    this(engine, metrics, time, FIRST);
  }

  /// @param first how long after its start it looks for the first time
  Rehearsing(Supplier<Engine> engine, Metrics metrics, Time time, Duration first) {
    this.engine = engine;
    this.metrics = metrics;
    this.time = time;
    this.worker = Thread.ofVirtual().name("rehearsing").start(() -> work(first));
  }

  /// What was found last, as this process knows it.
  Report report() {
    return report;
  }

  private void work(Duration first) {
    try {
      Thread.sleep(first);
      while (!closed) {
        once();
        Thread.sleep(EVERY.plusMillis(ThreadLocalRandom.current().nextLong(EVERY.toMillis() / 2)));
      }
    } catch (InterruptedException e) {
      // It is to end.
    }
  }

  /// One turn: what is due is looked at.
  void once() throws InterruptedException {
    try {
      turn();
    } catch (LedgerException | RegistryException e) {
      metrics.background("rehearse", "failed");
      LOG.warn("the rehearsal waits: {}", e.getMessage());
    } catch (RuntimeException e) {
      metrics.background("rehearse", "failed");
      LOG.error("the rehearsal waits", e);
    }
  }

  private void turn() throws InterruptedException {
    var current = engine.get();
    var config = current.config().around().readiness();
    var rehearsal = current.rehearsal();
    boolean looked = false;
    if (config.enabled()) {
      var now = time.now();
      var last = rehearsal.rehearsed();
      var scheduled =
          last.flatMap(at -> Schedule.next(config.rehearsal(), at)).filter(at -> !at.isAfter(now));
      var since = now.minus(config.every());
      boolean rehearses = scheduled.isPresent() || last.isEmpty();
      if (scheduled.isPresent() && scheduled.get().isAfter(since)) {
        since = scheduled.get();
      }
      var due = rehearsal.due(since);
      // Each once a turn: one that stays due, as where a clock was set back, is not looked at again
      // and again.
      for (int from = 0; from < due.size() && !closed && mine(rehearsal); from += BATCH) {
        look(rehearsal, due.subList(from, Math.min(from + BATCH, due.size())));
        looked = true;
      }
      if (rehearses && !closed && rehearsal.due(since).isEmpty()) {
        rehearsal.rehearsedNow();
        tell(rehearsal.report());
        looked = true;
      }
    }
    if (looked || Duration.between(refreshed, time.now()).compareTo(REFRESH) > 0) {
      report = rehearsal.report();
      dying = dying(current, report);
      refreshed = time.now();
    }
  }

  private void look(Rehearsal rehearsal, List<Alias> due) throws InterruptedException {
    var round = rehearsal.look(due, () -> closed);
    metrics.background("rehearse", "done");
    if (round.recorded() > 0) {
      metrics.background("rehearse", "lost");
    }
    for (var each : round.looked()) {
      if (!each.found().isEmpty()) {
        LOG.atInfo()
            .addKeyValue("alias", each.alias().toString())
            .addKeyValue("found", String.join(", ", each.found()))
            .log("bundles that were lost are there again");
      }
      each.all()
          .filter(target -> target.state() == State.LOST)
          .forEach(target ->
              LOG.atWarn()
                  .addKeyValue("alias", each.alias().toString())
                  .addKeyValue("sequence", target.sequence())
                  .addKeyValue("digest", target.digest().toString())
                  .addKeyValue("why", target.why())
                  .log("a bundle has lost something"));
    }
  }

  /// Whether this process is the one that looks: no other has said so lately.
  private boolean mine(Rehearsal rehearsal) {
    return rehearsal.claim(own, LEASE);
  }

  private static void tell(Report report) {
    report
        .environments()
        .forEach((environment, aliases) ->
            LOG.atInfo()
                .addKeyValue("environment", environment)
                .log(Report.sentence(environment, aliases)));
  }

  private static Map<String, Long> dying(Engine engine, Report report) {
    var all = new LinkedHashMap<String, Long>();
    if (engine.config().around().readiness().retention().isEmpty()) {
      return all;
    }
    for (var each : report.aliases()) {
      long count = engine.kept().dying(each.alias()).size();
      all.merge(engine.environment(each.alias()), count, Long::sum);
    }
    return all;
  }

  /// The metrics of it, of what this process knows.
  void register() {
    metrics.gauges(
        "tagtrail_rollback_aliases",
        "Governed aliases by whether they can go back: can, cannot, unknown, first (one bundle so"
            + " far).",
        List.of("environment", "answer"),
        this::answers);
    metrics.gauges(
        "tagtrail_rollback_lost_bundles",
        "Bundles within the rollback window that have lost a part or an image, by environment.",
        List.of("environment"),
        () -> each(looked -> looked.all().filter(t -> t.state() == State.LOST).count()));
    metrics.gauges(
        "tagtrail_rollback_keep_tags_out_of_step",
        "Keep-tags that are gone or at another bundle, by environment.",
        List.of("environment"),
        () -> each(looked -> looked.outOfStep().size()));
    metrics.gauges(
        "tagtrail_retention_dying_bundles",
        "Bundles that a retention rule of the registry takes, or may take, while they are needed,"
            + " by environment.",
        List.of("environment"),
        () -> {
          var all = new LinkedHashMap<List<String>, Double>();
          dying.forEach((environment, count) -> all.put(List.of(environment), (double) count));
          return all;
        });
    metrics.gauge(
        "tagtrail_rollback_rehearsal_age_seconds",
        "Seconds since the last rehearsal of all aliases ended; NaN where there was none.",
        () -> {
          var at = report.rehearsed();
          return at == null ? Double.NaN : seconds(at);
        });
    metrics.gauge(
        "tagtrail_rollback_oldest_look_seconds",
        "Seconds since the alias was looked at whose turn is longest ago; NaN where none was.",
        () ->
            report.aliases().stream()
                .map(Looked::time)
                .min(Instant::compareTo)
                .map(this::seconds)
                .orElse(Double.NaN));
    metrics.gauge(
        "tagtrail_rollback_unseen_aliases",
        "Governed aliases that nobody has looked at yet.",
        () -> report.missing().size());
  }

  private double seconds(Instant since) {
    return Duration.between(since, time.now()).toMillis() / 1000.0;
  }

  private Map<List<String>, Double> answers() {
    var all = new LinkedHashMap<List<String>, Double>();
    for (var each : report.aliases()) {
      var environment = engine.get().environment(each.alias());
      for (var answer : Answer.values()) {
        all.merge(
            List.of(environment, answer.label()), each.answer() == answer ? 1.0 : 0.0, Double::sum);
      }
    }
    return all;
  }

  private Map<List<String>, Double> each(ToLongFunction<Looked> count) {
    var all = new LinkedHashMap<List<String>, Double>();
    for (var each : report.aliases()) {
      all.merge(
          List.of(engine.get().environment(each.alias())),
          (double) count.applyAsLong(each),
          Double::sum);
    }
    return all;
  }

  /// Ends after the looks that are under way.
  void end() throws InterruptedException {
    closed = true;
    worker.interrupt();
    worker.join();
  }
}
