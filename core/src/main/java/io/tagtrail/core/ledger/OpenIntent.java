package io.tagtrail.core.ledger;

import io.tagtrail.core.event.Change;
import io.tagtrail.core.event.Codec;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Intent;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Location;
import java.time.Instant;
import java.util.Objects;

/// An authorised move without an outcome: people see an unfinished move.
///
/// @param index the entry of its authorisation, which holds the rest
/// @param sequence the sequence that it reserved
/// @param target what it moves to
public record OpenIntent(
    long index,
    long sequence,
    EventKind kind,
    Descriptor target,
    Location location,
    Instant authorised,
    Instant deadline,
    Instant settleAfter) {
  static OpenIntent of(Entry entry) {
    var event = entry.event();
    Change change = event.needChange();
    Intent intent = Objects.requireNonNull(event.intent(), "an authorisation has an intent");
    return new OpenIntent(
        entry.index(),
        change.sequence(),
        intent.kind(),
        Objects.requireNonNull(change.bundle(), "an authorisation has a target"),
        change.location(),
        event.time(),
        intent.deadline(),
        intent.settleAfter());
  }

  Json toJson() {
    return new ObjectBuilder()
        .put("index", index)
        .put("sequence", sequence)
        .put("kind", kind.label())
        .put("target", Codec.descriptor(target))
        .putText("location", location)
        .put("authorised", authorised)
        .put("deadline", deadline)
        .put("settleAfter", settleAfter)
        .build();
  }

  static OpenIntent fromJson(ObjectView view) {
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
}
