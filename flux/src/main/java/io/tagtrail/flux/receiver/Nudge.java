package io.tagtrail.flux.receiver;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a receiver is told. docs/flux.md describes the JSON; no member holds text that somebody
/// typed, so that every value can stand in a CEL filter or a template as it is.
///
/// @param ledger the name of the ledger; with `index` it names the event, which may be sent again
/// @param sequence the alias's own count of its changes
/// @param bundle what the tag resolves to now
/// @param previous what it resolved to before
/// @param time when it was recorded
public record Nudge(
    String ledger,
    long index,
    Alias alias,
    EventKind kind,
    long sequence,
    Location location,
    Descriptor bundle,
    @Nullable Digest previous,
    Instant time) {
  private static final long VERSION = 1;

  /// @param entry of a kind that moves
  public static Nudge of(String ledger, Entry entry) {
    var event = entry.event();
    var change = event.needChange();
    return new Nudge(
        ledger,
        entry.index(),
        event.alias(),
        event.kind(),
        change.sequence(),
        change.location(),
        Objects.requireNonNull(change.bundle(), "what moved is at a bundle"),
        change.previous(),
        event.time());
  }

  /// The body of the call.
  public byte[] body() {
    return json().canonicalBytes();
  }

  Json.Obj json() {
    return new ObjectBuilder()
        .put("v", VERSION)
        .put("ledger", ledger)
        .put("index", index)
        .putText("alias", alias)
        .put("application", alias.application())
        .put("environment", alias.environment())
        .put("kind", kind.label())
        .put("sequence", sequence)
        .putText("repository", location.repository())
        .putText("tag", location.tag())
        .putText("digest", bundle.digest())
        .put("mediaType", bundle.mediaType())
        .putText("previous", previous)
        .put("time", time)
        .build();
  }
}
