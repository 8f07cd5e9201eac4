package io.tagtrail.core.event;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import java.time.Instant;
import java.util.Collections;
import java.util.stream.Stream;

/// Events that are as wide as their bounds let them be.
final class Widest {
  static final Instant TIME = Instant.parse("2026-01-31T12:00:00.123Z");
  static final Digest DIGEST = new Digest("sha512", "f".repeat(128));
  static final Alias ALIAS = new Alias("a".repeat(63), "b".repeat(63));
  static final Location LOCATION =
      Location.parse("a".repeat(60) + ".example:65535/" + "c".repeat(255) + ":" + "T".repeat(110));
  static final Descriptor BUNDLE = new Descriptor("m".repeat(255), DIGEST, Json.MAX_INTEGER);

  private Widest() {}

  static Change change() {
    return new Change(
        Json.MAX_INTEGER,
        LOCATION,
        BUNDLE,
        DIGEST,
        Json.MAX_INTEGER,
        Json.MAX_INTEGER,
        new Change.Possible(DIGEST, TIME, TIME),
        Change.Note.RECOGNISED_BREAK_GLASS);
  }

  /// @param letter what all texts are made of: one byte of UTF-8
  static Facts facts(String letter) {
    return new Facts(
        new Mover(
            Mover.Kind.WORKLOAD,
            FactStatus.VERIFIED,
            letter.repeat(Mover.ISSUER_BYTES),
            letter.repeat(Mover.SUBJECT_BYTES)),
        new Facts.Pipeline(
            FactStatus.VERIFIED,
            letter.repeat(64),
            letter.repeat(Facts.Pipeline.NAME_BYTES),
            letter.repeat(Facts.Pipeline.ID_BYTES),
            Json.MAX_INTEGER,
            Json.MAX_INTEGER,
            "https://" + letter.repeat(Facts.Pipeline.URL_BYTES - 8)),
        new Facts.Source(
            FactStatus.CLAIMED,
            letter.repeat(Facts.Source.REPOSITORY_BYTES),
            letter.repeat(Facts.Source.REVISION_BYTES),
            TIME),
        new Facts.Builder(FactStatus.CLAIMED, letter.repeat(Facts.Builder.ID_BYTES)),
        letter.repeat(Facts.RELEASE_BYTES));
  }

  static Decision decision(String letter, int checks) {
    var check =
        new Decision.Check(
            letter.repeat(Decision.Check.NAME_BYTES),
            Decision.Guard.ADMISSION,
            Decision.Result.SKIPPED,
            letter.repeat(Decision.DETAIL_BYTES));
    return new Decision(
        DIGEST,
        Collections.nCopies(checks, check),
        Collections.nCopies(Decision.MAX_OVERRIDES, letter.repeat(Decision.Check.NAME_BYTES)));
  }

  static Event.Builder parts(EventKind kind, String letter, int checks) {
    var approval =
        new Approval(
            Json.MAX_INTEGER,
            FactStatus.VERIFIED,
            DIGEST,
            DIGEST,
            DIGEST,
            TIME,
            DIGEST,
            DIGEST,
            Collections.nCopies(Approval.MAX_GROUPS, letter.repeat(Approval.GROUP_BYTES)));
    var sides =
        Stream.of(Commitments.MOVER, Commitments.REASON, Commitments.ACCOUNT)
            .map(field -> SideRecord.of(field, "x"))
            .toList();
    return Event.of(kind, ALIAS.stream(), letter.repeat(Event.REQUEST_BYTES))
        .facts(facts(letter))
        .decision(decision(letter, checks))
        .approvals(Collections.nCopies(Event.MAX_APPROVALS, approval))
        .set(new SetMembership(letter.repeat(128), Json.MAX_INTEGER - 1, Json.MAX_INTEGER))
        .images(BUNDLE)
        .key(new RequestKey(DIGEST, DIGEST))
        .commitments(Commitments.to(sides));
  }

  static Event promotion(String letter, int checks) {
    return parts(EventKind.PROMOTION, letter, checks)
        .change(change())
        .settlement(
            new Settlement(Json.MAX_INTEGER, Settlement.How.SUPERSEDED, Settlement.Sent.UNKNOWN))
        .build();
  }
}
