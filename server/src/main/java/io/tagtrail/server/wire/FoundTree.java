package io.tagtrail.server.wire;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.server.Found;

/// The JSON form of a place where something was live.
public final class FoundTree {
  private FoundTree() {}

  public static Json.Obj of(Found found) {
    return new ObjectBuilder()
        .putText("alias", found.alias())
        .put("running", found.until() == null)
        .put("since", found.since())
        .put("until", found.until())
        .put("entry", EntryTree.of(found.told()))
        .build();
  }

  public static Found read(ObjectView view) {
    return new Found(
        Trees.alias(view),
        view.needTime("since"),
        view.time("until"),
        EntryTree.read(view.needObject("entry")));
  }
}
