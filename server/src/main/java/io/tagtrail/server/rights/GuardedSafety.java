package io.tagtrail.server.rights;

import io.tagtrail.core.model.Alias;
import io.tagtrail.server.Safety;
import io.tagtrail.server.config.Right;
import io.tagtrail.server.doctor.Evidence;
import io.tagtrail.server.readiness.Report;
import io.tagtrail.server.retention.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How safe aliases are, for those who may read of them.
final class GuardedSafety implements Safety {
  private final Safety inner;
  private final Guard guard;

  GuardedSafety(Safety inner, Guard guard) {
    this.inner = inner;
    this.guard = guard;
  }

  @Override
  public Evidence evidence(Alias alias) throws InterruptedException {
    guard.see(alias);
    return inner.evidence(alias).naming(guard.sight()::of);
  }

  @Override
  public Report readiness(@Nullable Alias alias, boolean look) throws InterruptedException {
    if (alias == null) {
      if (look) {
        guard.needGlobal(Right.SETTLE);
      }
      guard.current();
      return guard.sight().any()
          ? inner.readiness(null, look).only(guard.sight()::of)
          : new Report(null, List.of(), List.of());
    }
    if (look) {
      guard.needAny(alias, Right.SETTLE, Right.PROMOTE, Right.ROLLBACK, Right.ADOPT);
    } else {
      guard.see(alias);
    }
    return inner.readiness(alias, look);
  }

  @Override
  public List<Target> targets(Alias alias) {
    guard.see(alias);
    return inner.targets(alias);
  }
}
