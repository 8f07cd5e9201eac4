package io.tagtrail.server.client;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.promotion.Delivery;
import io.tagtrail.server.Ask;
import io.tagtrail.server.Upkeep;
import io.tagtrail.server.clusters.ClusterSeen;
import io.tagtrail.server.sentinel.SentinelStatus;
import io.tagtrail.server.wire.ClusterTree;
import io.tagtrail.server.wire.DeliveryTree;
import io.tagtrail.server.wire.HeadTree;
import io.tagtrail.server.wire.SentinelTree;
import io.tagtrail.server.wire.Trees;
import java.util.List;

/// What goes on beside the moves, at a server.
final class RemoteUpkeep implements Upkeep {
  private final Server server;

  RemoteUpkeep(Server server) {
    this.server = server;
  }

  @Override
  public SentinelStatus sentinel() {
    return server.get("/sentinel", SentinelTree::read);
  }

  @Override
  public SentinelStatus resumeSentinel(Ask ask) {
    return server.post("/sentinel/resume", new ObjectBuilder(), ask, SentinelTree::read);
  }

  @Override
  public Delivery.Report deliver(int limit) {
    return server.post("/deliver", new ObjectBuilder().put("limit", limit), DeliveryTree::read);
  }

  @Override
  public long pending() {
    return server.get("/head", HeadTree::pending);
  }

  @Override
  public boolean report(ClusterReport report) {
    return server.api().put("/clusters/" + report.cluster(), report.toJson());
  }

  @Override
  public List<ClusterSeen> clusters() {
    return server.get("/clusters", view -> Trees.read(view, "clusters", ClusterTree::readSeen));
  }

  @Override
  public boolean forgetCluster(String cluster) {
    return server.api().remove("/clusters/" + ClusterReport.name(cluster));
  }
}
