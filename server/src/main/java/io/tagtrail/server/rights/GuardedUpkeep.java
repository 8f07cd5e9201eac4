package io.tagtrail.server.rights;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.promotion.Delivery;
import io.tagtrail.server.Ask;
import io.tagtrail.server.Upkeep;
import io.tagtrail.server.clusters.ClusterSeen;
import io.tagtrail.server.config.Right;
import io.tagtrail.server.sentinel.SentinelStatus;
import java.util.List;

/// What goes on beside the moves, for those who have to do with it.
final class GuardedUpkeep implements Upkeep {
  private final Upkeep inner;
  private final Guard guard;

  GuardedUpkeep(Upkeep inner, Guard guard) {
    this.inner = inner;
    this.guard = guard;
  }

  @Override
  public SentinelStatus sentinel() {
    guard.needSight();
    return seen(inner.sentinel());
  }

  @Override
  public SentinelStatus resumeSentinel(Ask ask) {
    guard.needGlobal(Right.ADMIN);
    return seen(inner.resumeSentinel(guard.asked(ask)));
  }

  /// As far as the aliases go that the asker may see; why it is off may name another one.
  private SentinelStatus seen(SentinelStatus status) {
    return new SentinelStatus(
        status.watching(),
        status.restoring(),
        guard.seesAll() ? status.why() : null,
        status.since(),
        status.processes(),
        status.looks().stream().filter(look -> guard.sight().of(look.alias())).toList());
  }

  @Override
  public Delivery.Report deliver(int limit) {
    guard.needGlobal(Right.ADMIN);
    return inner.deliver(limit);
  }

  @Override
  public long pending() {
    guard.needSight();
    return inner.pending();
  }

  @Override
  public boolean report(ClusterReport report) {
    guard.needReport(report.cluster());
    return inner.report(report);
  }

  @Override
  public List<ClusterSeen> clusters() {
    guard.needSight();
    var all = inner.clusters();
    // A problem may hold addresses of an API, and what a plugin for credentials said.
    return guard.seesAll() ? all : all.stream().map(GuardedUpkeep::withoutDetail).toList();
  }

  private static ClusterSeen withoutDetail(ClusterSeen seen) {
    return seen.problem() == null
        ? seen
        : new ClusterSeen(
            seen.cluster(),
            seen.heard(),
            seen.claimed(),
            seen.stale(),
            seen.via(),
            seen.sources(),
            "it could not look at everything: why is told to whoever has admin or audit");
  }

  @Override
  public boolean forgetCluster(String cluster) {
    guard.needGlobal(Right.ADMIN);
    return inner.forgetCluster(cluster);
  }
}
