package io.tagtrail.server.http.metric;

import io.tagtrail.core.promotion.Step;
import io.tagtrail.core.promotion.Time;
import java.util.Locale;

/// Measures the phases of moves. A move runs on one thread from its first step to its last, so that
/// the thread tells whose step it is.
public final class StepTimer implements Step.Listener {
  private final Metrics metrics;
  private final Time time;
  // Empty on threads that nobody started a move on: the background's settling has no phases.
  private final ThreadLocal<Long> last = new ThreadLocal<>();

  public StepTimer(Metrics metrics, Time time) {
    this.metrics = metrics;
    this.time = time;
  }

  public void start() {
    last.set(time.nanos());
  }

  public void end() {
    last.remove();
  }

  @Override
  public void reached(Step step) {
    var before = last.get();
    if (before != null) {
      long now = time.nanos();
      metrics.phase(step.name().toLowerCase(Locale.ROOT), (now - before) / 1e9);
      last.set(now);
    }
  }
}
