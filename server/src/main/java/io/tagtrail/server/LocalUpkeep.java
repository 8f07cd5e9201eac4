package io.tagtrail.server;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.promotion.Delivery;
import io.tagtrail.server.clusters.ClusterSeen;
import io.tagtrail.server.clusters.ClusterTruth;
import io.tagtrail.server.sentinel.SentinelDesk;
import io.tagtrail.server.sentinel.SentinelStatus;
import java.util.List;

/// What goes on beside the moves, over a ledger of this process.
final class LocalUpkeep implements Upkeep {
  private final LocalParts on;
  private final Delivery delivery;
  private final ClusterTruth clusters;
  private volatile SentinelDesk desk = SentinelDesk.nobody();

  LocalUpkeep(LocalParts on, Delivery delivery, ClusterTruth clusters) {
    this.on = on;
    this.delivery = delivery;
    this.clusters = clusters;
  }

  void with(SentinelDesk at) {
    desk = at;
  }

  @Override
  public SentinelStatus sentinel() {
    return desk.status();
  }

  @Override
  public SentinelStatus resumeSentinel(Ask ask) {
    var reason = ask.reason();
    if (reason == null) {
      throw new InvalidValueException(
          "a resumption needs a --reason: who looked at what happened, and what it was");
    }
    var who = ask.person() == null ? ask.mover().subject() : ask.person();
    return desk.resume("%s: %s".formatted(who == null ? "somebody" : who, reason));
  }

  @Override
  public Delivery.Report deliver(int limit) {
    return delivery.run(limit);
  }

  @Override
  public long pending() {
    return on.ledger().pending();
  }

  @Override
  public boolean report(ClusterReport report) {
    return clusters.take(report, ClusterTruth.Via.AGENT);
  }

  @Override
  public List<ClusterSeen> clusters() {
    return clusters.seen(on.time().now());
  }

  @Override
  public boolean forgetCluster(String cluster) {
    return clusters.forget(ClusterReport.name(cluster));
  }
}
