package io.tagtrail.server.http;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.server.http.endpoint.ServerEndpoints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Whether the server can do its work: the ledger answers, and the policy is the active one. Looked
/// at once a second at most, however many ask.
///
/// A process that was ready stays so when its policy is not the active one any longer: it refuses
/// moves by itself, and whoever needs to read must not be cut off by a change of configuration.
final class Readiness {
  private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

  private final Supplier<Engine> engine;
  private final Life life;
  private final Supplier<@Nullable String> configProblem;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Looked last;
  private boolean everReady;

  private record Looked(boolean ready, List<String> problems, long nanos) {}

  /// @param configProblem what is wrong with a configuration that was not taken; null if nothing
  Readiness(Supplier<Engine> engine, Life life, Supplier<@Nullable String> configProblem) {
    this.engine = engine;
    this.life = life;
    this.configProblem = configProblem;
  }

  ServerEndpoints.Readiness now() {
    if (life.stopping()) {
      return new ServerEndpoints.Readiness(false, true, List.of("the server is stopping"));
    }
    var looked = looked();
    return new ServerEndpoints.Readiness(looked.ready(), false, looked.problems());
  }

  /// Whether moves would be refused because of the policy; for the metrics.
  boolean ready() {
    return now().ready();
  }

  private Looked looked() {
    lock.lock();
    try {
      if (last == null || System.nanoTime() - last.nanos() > FRESH_NANOS) {
        last = look();
        everReady |= last.ready();
      }
      return last;
    } finally {
      lock.unlock();
    }
  }

  private Looked look() {
    var problems = new ArrayList<String>();
    boolean ready = true;
    var now = engine.get();
    try {
      now.ledger().head();
      var active = now.ledger().policy().active();
      if (!now.config().policy().digest().equals(active)) {
        problems.add(
            "the policy of this process is not the ledger's active one, so that moves are refused"
                + " (tagtrail config apply)");
        ready = everReady;
      }
    } catch (LedgerException e) {
      problems.add("the ledger does not answer: " + e.getMessage());
      ready = false;
    }
    var broken = configProblem.get();
    if (broken != null) {
      problems.add("the changed configuration was not taken: " + broken);
    }
    return new Looked(ready, problems, System.nanoTime());
  }
}
