package io.tagtrail.server.wire;

import io.tagtrail.core.event.Codec;
import io.tagtrail.core.event.Decision;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.ledger.ActiveStop;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Head;
import io.tagtrail.core.ledger.OpenIntent;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
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

  /// Reads an entry with its texts.
  public static Told read(ObjectView view) {
    return new Told(readBare(view), view.text("mover"), view.text("reason"), view.flag("erased"));
  }

  /// Reads the index and the event alone.
  ///
  /// @throws io.tagtrail.core.json.JsonException if the event is not one of the ledger's form
  public static Entry readBare(ObjectView view) {
    return new Entry(view.needNumber("index"), Event.decode(Trees.canonical(view, "event")));
  }

  public static Json check(Decision.Check check) {
    return new ObjectBuilder()
        .put("name", check.name())
        .put("guard", check.guard().label())
        .put("result", check.result().label())
        .put("detail", check.detail())
        .build();
  }

  static Decision.Check readCheck(ObjectView view) {
    return new Decision.Check(
        view.needText("name"),
        Trees.constant(view, "guard", Decision.Guard.class),
        Trees.constant(view, "result", Decision.Result.class),
        view.needText("detail"));
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

  static ActiveStop readStop(ObjectView view) {
    return new ActiveStop(
        view.needNumber("index"),
        Trees.constant(view, "scope", Stop.Scope.class),
        view.parsed("bundle", Digest::parse),
        view.needTime("since"),
        view.time("until"));
  }

  public static Json intent(OpenIntent intent) {
    return new ObjectBuilder()
        .put("index", intent.index())
        .put("sequence", intent.sequence())
        .put("kind", intent.kind().label())
        .putText("digest", intent.target().digest())
        .put("target", Codec.descriptor(intent.target()))
        .putText("location", intent.location())
        .put("authorised", intent.authorised())
        .put("deadline", intent.deadline())
        .put("settleAfter", intent.settleAfter())
        .build();
  }

  static OpenIntent readIntent(ObjectView view) {
    return new OpenIntent(
        view.needNumber("index"),
        view.needNumber("sequence"),
        view.needParsed("kind", EventKind::parse),
        Codec.descriptor(view.needObject("target")),
        view.needParsed("location", Location::parse),
        view.needTime("authorised"),
        view.needTime("deadline"),
        view.needTime("settleAfter"));
  }

  static Json head(Head head) {
    return new ObjectBuilder()
        .put("index", head.index())
        .put("sequence", head.sequence())
        .put("kind", head.kind().label())
        .put("bundle", head.bundle() == null ? null : Codec.descriptor(head.bundle()))
        .put("since", head.since())
        .build();
  }

  static Head readHead(ObjectView view) {
    return new Head(
        view.needNumber("index"),
        view.needNumber("sequence"),
        view.needParsed("kind", EventKind::parse),
        Trees.optional(view, "bundle", Codec::descriptor),
        view.needTime("since"));
  }
}
