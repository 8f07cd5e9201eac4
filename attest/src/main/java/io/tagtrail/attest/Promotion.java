package io.tagtrail.attest;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What Tagtrail says with a signature: this bundle was authorised to become that alias's current
/// one. The predicate of an in-toto statement; docs/contract.md has its form. It holds nothing of
/// people, and nothing of the outcome: it is signed before the tag moves.
///
/// @param ledger the origin of the ledger
/// @param index the entry of the authorisation there
/// @param kind what the move was to be
/// @param previous what the alias was before; null where nothing was
/// @param policy the policy that let it through; null where the ledger recorded none
/// @param time of the authorisation
public record Promotion(
    String ledger,
    long index,
    Alias alias,
    Location location,
    EventKind kind,
    long sequence,
    @Nullable Digest previous,
    @Nullable Digest policy,
    Instant time) {
  /// The predicate's type.
  public static final String PREDICATE = "https://tagtrail.io/attestations/promotion/v1";

  public Promotion {
    if (!kind.isMove()) {
      // A signature lets Flux run the bundle: nothing else is ever signed.
      throw new IllegalArgumentException("a signature is for a move, not for " + kind.label());
    }
  }

  /// What an authorisation says.
  ///
  /// @param origin the ledger's
  /// @throws IllegalArgumentException if the entry authorises nothing
  public static Promotion of(String origin, Entry authorisation) {
    var event = authorisation.event();
    var intent = event.intent();
    if (event.kind() != EventKind.AUTHORISATION || intent == null) {
      throw new IllegalArgumentException(
          "entry %d is no authorisation: nothing else is signed".formatted(authorisation.index()));
    }
    var change = event.needChange();
    var decision = event.decision();
    return new Promotion(
        origin,
        authorisation.index(),
        event.alias(),
        change.location(),
        intent.kind(),
        change.sequence(),
        change.previous(),
        decision == null ? null : decision.policy(),
        event.time());
  }

  /// The in-toto statement about the bundle, in its canonical bytes.
  byte[] statement(Digest bundle) {
    var subject =
        new ObjectBuilder()
            .putText("name", location.repository())
            .put("digest", new ObjectBuilder().put(bundle.algorithm(), bundle.hex()).build())
            .build();
    return new ObjectBuilder()
        .put("_type", Statement.V1)
        .put("predicateType", PREDICATE)
        .putList("subject", List.of(subject), each -> each)
        .put("predicate", toJson())
        .build()
        .canonicalBytes();
  }

  Json toJson() {
    return new ObjectBuilder()
        .put("ledger", ledger)
        .put("index", index)
        .putText("alias", alias)
        .putText("location", location)
        .put("kind", kind.label())
        .put("sequence", sequence)
        .putText("previous", previous)
        .putText("policy", policy)
        .put("time", time)
        .build();
  }

  /// @throws JsonException if it has another form
  /// @throws InvalidValueException if one of its values has
  static Promotion fromJson(ObjectView view) {
    var read =
        new Promotion(
            view.needText("ledger"),
            view.needNumber("index"),
            view.needParsed("alias", Alias::parse),
            view.needParsed("location", Location::parse),
            kind(view.needText("kind")),
            view.needNumber("sequence"),
            view.parsed("previous", Digest::parse),
            view.parsed("policy", Digest::parse),
            view.needTime("time"));
    view.done();
    return read;
  }

  private static EventKind kind(String label) {
    var kind = EventKind.parse(label);
    if (!kind.isMove()) {
      throw new InvalidValueException("a signature is for a move, not for " + kind.label());
    }
    return kind;
  }
}
