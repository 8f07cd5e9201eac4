package io.tagtrail.server.wire;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.server.Who;

/// The JSON form of who asks, as the other side sees it.
public final class WhoTree {
  private WhoTree() {}

  public static Json.Obj of(Who who) {
    return new ObjectBuilder()
        .put("kind", who.kind())
        .put("name", who.name())
        .put("issuer", who.issuer())
        .put("groups", Trees.list(who.groups(), Json.Str::new))
        .put("expires", who.expires())
        .build();
  }

  public static Who read(ObjectView view) {
    return new Who(
        view.needText("kind"),
        view.needText("name"),
        view.text("issuer"),
        view.texts("groups"),
        view.time("expires"));
  }
}
