package io.tagtrail.server.wire;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.ledger.LogHead;
import io.tagtrail.core.model.Digest;

/// The JSON form of the log as a whole.
public final class HeadTree {
  private HeadTree() {}

  /// @param pending how many tasks of the outbox are pending
  public static Json.Obj of(LogHead head, long pending) {
    return new ObjectBuilder()
        .put("origin", head.origin())
        .put("size", head.size())
        .putText("root", head.root())
        .put("time", head.time())
        .put("pending", pending)
        .build();
  }

  public static LogHead read(ObjectView view) {
    return new LogHead(
        view.needText("origin"),
        view.needNumber("size"),
        view.needParsed("root", Digest::parse),
        view.needTime("time"));
  }

  public static long pending(ObjectView view) {
    return view.needNumber("pending");
  }
}
