package io.tagtrail.server.wire;

import io.tagtrail.core.event.Decision;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.ledger.ActiveStop;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.OpenIntent;
import io.tagtrail.server.Told;

/// The JSON form of an entry: what most readers want, flat, and the event as the ledger has it
/// under `event`.
public final class EntryTree {
  private EntryTree() {}

  public static Json.Obj of(Told told) {
    return into(new ObjectBuilder(), told).build();
  }

  /// The index and the event alone.
  public static Json.Obj bare(Entry entry) {
    return new ObjectBuilder()
        .put("index", entry.index())
        .put("event", entry.event().toJson())
        .build();
  }

  /// The same, for a document that has further members.
  public static ObjectBuilder into(ObjectBuilder out, Told told) {
    var event = told.entry().event();
    var change = event.change();
    out.put("index", told.entry().index())
        .put("kind", event.kind().label())
        .put("time", event.time())
        .put("stream", event.stream().key())
        .put("release", event.facts().release())
        .put("revision", event.facts().source().revision())
        .put("mover", told.mover())
        .put("moverStatus", event.facts().mover().status().label())
        .put("pipeline", event.facts().pipeline().id())
        .put("runUrl", event.facts().pipeline().url())
        .put("reason", told.reason())
        .put("erased", told.erased())
        .put("event", event.toJson());
    if (change != null) {
      out.put("sequence", change.sequence())
          .putText("location", change.location())
          .putText("digest", change.digest())
          .putText("previous", change.previous());
    }
    return out;
  }

  public static Json check(Decision.Check check) {
    return new ObjectBuilder()
        .put("name", check.name())
        .put("guard", check.guard().label())
        .put("result", check.result().label())
        .put("detail", check.detail())
        .build();
  }

  public static Json stop(ActiveStop stop) {
    return new ObjectBuilder()
        .put("index", stop.index())
        .put("scope", stop.scope().label())
        .putText("bundle", stop.bundle())
        .put("since", stop.since())
        .put("until", stop.until())
        .build();
  }

  public static Json intent(OpenIntent intent) {
    return new ObjectBuilder()
        .put("index", intent.index())
        .put("sequence", intent.sequence())
        .put("kind", intent.kind().label())
        .putText("digest", intent.target().digest())
        .putText("location", intent.location())
        .put("authorised", intent.authorised())
        .put("deadline", intent.deadline())
        .put("settleAfter", intent.settleAfter())
        .build();
  }
}
