package io.tagtrail.server.wire;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Digest;
import io.tagtrail.server.PolicyPreview;
import io.tagtrail.server.Told;
import java.util.Optional;

/// The JSON form of what another policy would change, and of making it the active one.
public final class PolicyTree {
  private PolicyTree() {}

  public static Json.Obj of(PolicyPreview preview) {
    return new ObjectBuilder()
        .putText("active", preview.active())
        .putText("next", preview.next())
        .put("loosened", Trees.list(preview.loosened(), Json.Str::new))
        .put("tightened", Trees.list(preview.tightened(), Json.Str::new))
        .put("lostTargets", Trees.list(preview.lostTargets(), Json.Str::new))
        .build();
  }

  public static PolicyPreview read(ObjectView view) {
    return new PolicyPreview(
        view.parsed("active", Digest::parse),
        view.needParsed("next", Digest::parse),
        view.texts("loosened"),
        view.texts("tightened"),
        view.texts("lostTargets"));
  }

  /// @param entry the entry that made it so; empty where it was active already
  public static Json.Obj applied(Optional<Told> entry) {
    return new ObjectBuilder().put("entry", entry.map(EntryTree::of).orElse(null)).build();
  }

  public static Optional<Told> readApplied(ObjectView view) {
    return Optional.ofNullable(Trees.optional(view, "entry", EntryTree::read));
  }
}
