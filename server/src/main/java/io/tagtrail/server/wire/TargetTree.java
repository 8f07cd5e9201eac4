package io.tagtrail.server.wire;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.server.retention.Target;
import java.util.List;

/// The JSON form of a bundle that an alias needs to keep.
public final class TargetTree {
  private TargetTree() {}

  public static Json.Obj of(List<Target> targets) {
    return new ObjectBuilder().put("targets", Trees.list(targets, TargetTree::of)).build();
  }

  public static List<Target> readAll(ObjectView view) {
    return Trees.read(view, "targets", TargetTree::read);
  }

  private static Json.Obj of(Target target) {
    return new ObjectBuilder()
        .putText("alias", target.alias())
        .putText("location", target.location())
        .putText("digest", target.digest())
        .put("index", target.index())
        .put(
            "sequences",
            Trees.list(
                target.sequences(),
                kept ->
                    new ObjectBuilder()
                        .put("sequence", kept.sequence())
                        .put("put", kept.put())
                        .build()))
        .put("until", target.until())
        .put("windowEnd", target.windowEnd())
        .put("newer", target.newer())
        .put("keep", target.keep())
        .build();
  }

  private static Target read(ObjectView view) {
    return new Target(
        Trees.alias(view),
        view.needParsed("location", Location::parse),
        view.needParsed("digest", Digest::parse),
        view.flag("index"),
        Trees.read(
            view,
            "sequences",
            each -> new Target.Kept(each.needNumber("sequence"), each.needTime("put"))),
        view.time("until"),
        view.time("windowEnd"),
        (int) view.needNumber("newer"),
        (int) view.needNumber("keep"));
  }
}
