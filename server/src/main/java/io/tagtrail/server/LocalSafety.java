package io.tagtrail.server;

import io.tagtrail.core.model.Alias;
import io.tagtrail.server.doctor.Evidence;
import io.tagtrail.server.doctor.Supplement;
import io.tagtrail.server.readiness.Reach;
import io.tagtrail.server.readiness.Rehearsal;
import io.tagtrail.server.readiness.Report;
import io.tagtrail.server.retention.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How safe aliases are, looked at from where the ledger is.
final class LocalSafety implements Safety {
  private final LocalParts on;
  private final Moves moves;
  private final Supplement supplement;
  private final Rehearsal rehearsal;
  private final Reach reach;

  LocalSafety(LocalParts on, Moves moves, Arounds arounds) {
    this.on = on;
    this.moves = moves;
    this.supplement = arounds.supplement();
    this.rehearsal =
        new Rehearsal(
            on.ledger(),
            on.config().policy(),
            arounds.around().examiner(),
            arounds.means(on.registry()),
            on.time());
    this.reach = new Reach(on.ledger(), on.config().policy(), on.registry());
  }

  @Override
  public Evidence evidence(Alias alias) throws InterruptedException {
    on.needKnown(alias);
    return new Examination(
            on.config(),
            on.ledger(),
            on.registry(),
            on.questions(),
            on.time(),
            (which, ask) -> moves.rollback(which, null, ask),
            Supplement.of(List.of(kept(), supplement)))
        .of(alias);
  }

  @Override
  public Report readiness(@Nullable Alias alias, boolean look) throws InterruptedException {
    if (alias != null) {
      on.needKnown(alias);
    }
    if (look) {
      rehearsal.look(alias == null ? rehearsal.governed() : List.of(alias), () -> false);
    }
    if (look && alias == null) {
      rehearsal.rehearsedNow();
    }
    var report = rehearsal.report();
    return alias == null ? report : report.only(alias::equals);
  }

  @Override
  public List<Target> targets(Alias alias) {
    on.needKnown(alias);
    return reach.of(alias, on.time().now());
  }

  /// What looks at targets, for whoever does it by the clock.
  Rehearsal rehearsal() {
    return rehearsal;
  }

  /// What is known of targets, for the doctor and for metrics.
  ReadinessSupplement kept() {
    return new ReadinessSupplement(
        rehearsal, reach, on.config().around().readiness().retention(), on.time()::now);
  }
}
