package io.tagtrail.server.http.endpoint;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.server.http.exchange.Answer;
import io.tagtrail.server.http.exchange.Call;
import io.tagtrail.server.http.exchange.ProblemException;
import io.tagtrail.server.http.exchange.ProblemType;
import io.tagtrail.server.wire.ClusterTree;
import io.tagtrail.server.wire.Trees;

/// The routes about clusters: what they report of themselves, and who does.
public final class ClusterEndpoints {
  private ClusterEndpoints() {}

  /// `204` where it counts, `200` where something later is known already.
  public static Answer report(Call call) {
    var cluster = ClusterReport.name(call.variable("cluster"));
    call.about("clusters/" + cluster);
    var report = call.body(ClusterReport::fromJson, ClusterReport.MAX_VALUES);
    if (!report.cluster().equals(cluster)) {
      throw new InvalidValueException(
          "the report is of the cluster %s, and the address is that of %s; nothing was changed"
              .formatted(report.cluster(), cluster));
    }
    boolean counts = call.tagtrail().upkeep().report(report);
    call.ended(counts ? "taken" : "older");
    return counts
        ? Answer.of(204)
        : Answer.json(new ObjectBuilder().put("outcome", "older").build());
  }

  public static Answer list(Call call) {
    call.query().done();
    return Answer.json(
        new ObjectBuilder()
            .put("clusters", Trees.list(call.tagtrail().upkeep().clusters(), ClusterTree::of))
            .build());
  }

  public static Answer forget(Call call) {
    call.query().done();
    var cluster = ClusterReport.name(call.variable("cluster"));
    if (!call.tagtrail().upkeep().forgetCluster(cluster)) {
      throw ProblemException.of(
          ProblemType.NOT_FOUND, "no cluster " + cluster + " ever reported, or it is forgotten");
    }
    call.ended("forgot " + cluster);
    return Answer.of(204);
  }
}
