package io.tagtrail.server.wire;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.promotion.Delivery;

/// The JSON form of what working off the outbox came to.
public final class DeliveryTree {
  private DeliveryTree() {}

  public static Json.Obj of(Delivery.Report report) {
    return new ObjectBuilder()
        .put("done", report.done())
        .put("failed", report.failed())
        .put("problem", report.problem())
        .build();
  }

  public static Delivery.Report read(ObjectView view) {
    return new Delivery.Report(
        Math.toIntExact(view.needNumber("done")),
        Math.toIntExact(view.needNumber("failed")),
        view.text("problem"));
  }
}
