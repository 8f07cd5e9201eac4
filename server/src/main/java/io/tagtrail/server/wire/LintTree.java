package io.tagtrail.server.wire;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.server.retention.Fate;
import io.tagtrail.server.retention.LintReport;
import io.tagtrail.server.retention.LintReport.Judged;
import io.tagtrail.server.retention.LintReport.Level;
import java.util.Locale;

/// The JSON form of what retention rules do to rollback targets.
public final class LintTree {
  private LintTree() {}

  public static Json.Obj of(LintReport report) {
    return new ObjectBuilder()
        .put("kind", report.kind().label())
        .put("stay", report.count(Level.OK))
        .put("die", report.count(Level.DIES))
        .put("unclear", report.count(Level.UNCLEAR))
        .put("notes", Trees.list(report.notes(), Json.Str::new))
        .put("bundles", Trees.list(report.judged(), LintTree::of))
        .put(
            "instead",
            Trees.list(
                report.instead().entrySet(),
                each ->
                    new ObjectBuilder()
                        .putText("repository", each.getKey())
                        .put("write", Trees.list(each.getValue(), Json.Str::new))
                        .build()))
        .build();
  }

  private static Json.Obj of(Judged judged) {
    var target = judged.target();
    var tree =
        new ObjectBuilder()
            .putText("alias", target.alias())
            .putText("location", target.location())
            .put("sequence", target.sequence())
            .putText("digest", target.digest())
            .put("neededUntil", target.windowEnd())
            .put("level", judged.level().name().toLowerCase(Locale.ROOT));
    return switch (judged.fate()) {
      case Fate.Kept kept -> tree.put("fate", "stays").put("why", kept.why()).build();
      case Fate.Unclear unclear ->
          tree.put("fate", "unclear").put("rule", unclear.rule()).put("why", unclear.why()).build();
      case Fate.Lost lost ->
          when(tree, lost.when())
              .put("fate", lost.loss() == Fate.Loss.BUNDLE ? "dies" : "loses-tags")
              .put("rule", lost.rule())
              .put("why", lost.why())
              .build();
    };
  }

  private static ObjectBuilder when(ObjectBuilder tree, Fate.When when) {
    return switch (when) {
      case Fate.When.At at -> tree.put("time", at.time());
      case Fate.When.More more -> tree.put("more", more.count());
      case Fate.When.Both both -> tree.put("time", both.time()).put("more", both.count());
    };
  }
}
