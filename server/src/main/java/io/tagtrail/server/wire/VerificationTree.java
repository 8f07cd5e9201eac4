package io.tagtrail.server.wire;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Alias;
import io.tagtrail.server.Verification;

/// The JSON form of what verifying an alias showed.
public final class VerificationTree {
  private VerificationTree() {}

  public static Json.Obj of(Alias alias, Verification result) {
    return new ObjectBuilder()
        .putText("alias", alias)
        .put("holds", result.holds())
        .put("entries", result.entries())
        .put("changes", result.changes())
        .put("sides", result.sides())
        .put("erased", result.erased())
        .put("attached", result.attached())
        .put("pending", result.pending())
        .put("problems", Trees.list(result.problems(), Json.Str::new))
        .build();
  }

  public static Verification read(ObjectView view) {
    return new Verification(
        view.needNumber("entries"),
        view.needNumber("changes"),
        view.needNumber("sides"),
        view.needNumber("erased"),
        view.needNumber("attached"),
        view.needNumber("pending"),
        view.texts("problems"));
  }
}
