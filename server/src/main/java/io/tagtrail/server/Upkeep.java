package io.tagtrail.server;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.promotion.Delivery;
import io.tagtrail.server.clusters.ClusterSeen;
import io.tagtrail.server.sentinel.SentinelStatus;
import java.util.List;

/// What goes on beside the moves: the sentinel, the outbox, the clusters that report.
///
/// The exceptions are those of [Tagtrail].
public interface Upkeep {
  /// What watches for outside moves, and what it saw.
  SentinelStatus sentinel();

  /// Lets what is governed be brought back by itself again, after somebody has looked at what
  /// happened while the ledger was away. Needs a reason.
  SentinelStatus resumeSentinel(Ask ask);

  /// Works off the outbox, as far as it is due.
  Delivery.Report deliver(int limit);

  /// How many tasks of the outbox are pending.
  long pending();

  /// Takes what a cluster says of itself.
  ///
  /// @return whether it counts: false for a report that is older than what is known
  boolean report(ClusterReport report);

  /// The clusters that report, by name.
  List<ClusterSeen> clusters();

  /// Forgets a cluster that is gone for good. One that reports again is known again.
  ///
  /// @return whether it was known
  boolean forgetCluster(String cluster);
}
