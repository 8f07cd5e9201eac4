package io.tagtrail.server.wire;

import io.tagtrail.core.cluster.Consumption;
import io.tagtrail.core.cluster.SourceState;
import io.tagtrail.core.history.Status;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.server.clusters.ClusterSeen;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The JSON form of what clusters report.
public final class ClusterTree {
  private ClusterTree() {}

  /// What each cluster runs of an alias, against the governed head.
  static Json of(Status status) {
    var governed = status.now();
    var committed = governed == null ? null : governed.event().time();
    return Trees.list(
        Convergence.all(status.clusters(), status.state().governedDigest(), status.asOf()),
        each -> of(each, committed));
  }

  /// @param committed when the wanted bundle became the governed one; null where that is not known
  public static Json.Obj of(Convergence convergence, @Nullable Instant committed) {
    var consumption = convergence.of();
    return new ObjectBuilder()
        .put("cluster", consumption.cluster())
        .put("heard", consumption.heard())
        .put("looked", consumption.looked())
        .put("partial", consumption.partial())
        .put("stale", consumption.stale())
        .put("state", convergence.state().label())
        .put("text", convergence.text())
        .putText("consumedAfter", committed == null ? null : convergence.consumedAfter(committed))
        .putText("appliedAfter", committed == null ? null : convergence.appliedAfter(committed))
        .put("source", consumption.source().toJson())
        .build();
  }

  static Consumption readConsumption(ObjectView view) {
    if (!(view.any("source") instanceof Json.Obj source)) {
      throw new JsonException("the document has no source");
    }
    var heard = view.needTime("heard");
    // Servers of before these members were did not say them.
    var looked = view.time("looked");
    return new Consumption(
        view.needText("cluster"),
        heard,
        looked == null ? heard : looked,
        view.flag("partial"),
        view.flag("stale"),
        SourceState.fromJson(new ObjectView("source", source)));
  }

  public static Json.Obj of(ClusterSeen seen) {
    return new ObjectBuilder()
        .put("cluster", seen.cluster())
        .put("heard", seen.heard())
        .put("claimed", seen.claimed())
        .put("stale", seen.stale())
        .put("via", seen.via())
        .put("sources", seen.sources())
        .put("problem", seen.problem())
        .build();
  }

  public static ClusterSeen readSeen(ObjectView view) {
    return new ClusterSeen(
        view.needText("cluster"),
        view.needTime("heard"),
        view.needTime("claimed"),
        view.flag("stale"),
        view.needText("via"),
        Math.toIntExact(view.needNumber("sources")),
        view.text("problem"));
  }
}
