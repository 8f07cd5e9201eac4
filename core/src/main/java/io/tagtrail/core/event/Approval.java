package io.tagtrail.core.event;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Digest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An approval that a move consumed, or that was given: the entry of it, what it was bound to, who
/// gave it.
///
/// @param entry the index of the approval's own entry; null in that entry itself
/// @param approver a commitment to the approver's name, which is in the side record
/// @param bundle the digest that was approved
/// @param expected the digest that was live when it was given
/// @param expires when it can no longer be used
public record Approval(
    @Nullable Long entry,
    FactStatus status,
    Digest approver,
    Digest bundle,
    @Nullable Digest expected,
    @Nullable Instant expires) {
  Json toJson() {
    return new ObjectBuilder()
        .put("entry", entry)
        .put("status", status.label())
        .putText("approver", approver)
        .putText("bundle", bundle)
        .putText("expected", expected)
        .put("expires", expires)
        .build();
  }

  static Approval fromJson(ObjectView view) {
    return new Approval(
        view.number("entry"),
        view.needParsed("status", FactStatus::parse),
        view.needParsed("approver", Digest::parse),
        view.needParsed("bundle", Digest::parse),
        view.parsed("expected", Digest::parse),
        view.time("expires"));
  }
}
