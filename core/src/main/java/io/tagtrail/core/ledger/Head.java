package io.tagtrail.core.ledger;

import io.tagtrail.core.event.Codec;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One end of an alias's chain: the change that made it so.
///
/// @param index the entry
/// @param sequence the alias's count
/// @param bundle what it resolves to; null where the tag is gone
/// @param since when that was recorded
public record Head(
    long index, long sequence, EventKind kind, @Nullable Descriptor bundle, Instant since) {
  static Head of(Entry entry) {
    var change = entry.event().needChange();
    return new Head(
        entry.index(),
        change.sequence(),
        entry.event().kind(),
        change.bundle(),
        entry.event().time());
  }

  public @Nullable Digest digest() {
    return bundle == null ? null : bundle.digest();
  }

  Json toJson() {
    return new ObjectBuilder()
        .put("index", index)
        .put("sequence", sequence)
        .put("kind", kind.label())
        .put("bundle", bundle == null ? null : Codec.descriptor(bundle))
        .put("since", since)
        .build();
  }

  static Head fromJson(ObjectView view) {
    return new Head(
        view.needNumber("index"),
        view.needNumber("sequence"),
        view.needParsed("kind", EventKind::parse),
        view.nested("bundle", Codec::descriptor),
        view.needTime("since"));
  }
}
