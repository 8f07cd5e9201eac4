package io.tagtrail.server.wire;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.server.sentinel.Look;
import io.tagtrail.server.sentinel.SentinelStatus;

/// The JSON form of what watches for outside moves.
public final class SentinelTree {
  private SentinelTree() {}

  public static Json.Obj of(SentinelStatus status) {
    return new ObjectBuilder()
        .put("watching", status.watching())
        .put("restoring", status.restoring())
        .put("why", status.why())
        .put("since", status.since())
        .put("processes", status.processes())
        .put("looks", Trees.list(status.looks(), SentinelTree::look))
        .build();
  }

  private static Json.Obj look(Look look) {
    return new ObjectBuilder()
        .putText("alias", look.alias())
        .put("at", look.at())
        .put("result", look.result().label())
        .put("detail", look.detail())
        .build();
  }

  public static SentinelStatus read(ObjectView view) {
    return new SentinelStatus(
        view.flag("watching"),
        view.flag("restoring"),
        view.text("why"),
        view.time("since"),
        Math.toIntExact(view.needNumber("processes")),
        Trees.read(view, "looks", SentinelTree::look));
  }

  private static Look look(ObjectView view) {
    return new Look(
        Trees.alias(view),
        view.time("at"),
        Trees.constant(view, "result", Look.Result.class),
        view.text("detail"));
  }
}
