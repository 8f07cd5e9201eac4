package io.tagtrail.server.contract;

import io.tagtrail.core.event.Approval;
import io.tagtrail.core.event.Commitments;
import io.tagtrail.core.event.Decision;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.event.SetMembership;
import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.testkit.ledger.Events;
import io.tagtrail.testkit.ledger.InMemoryLedger;
import io.tagtrail.testkit.ledger.RandomStory;
import io.tagtrail.testkit.ledger.SetClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Valid events of every kind: from a random story, and of the kinds that only later capabilities
/// write.
final class Samples {
  private static final Alias PROD = Alias.parse("shop/prod");
  private static final Digest LONG = Digest.parse("sha512:" + "ab".repeat(64));
  private static final Instant THEN = Instant.parse("2026-01-31T12:00:00.007Z");

  private Samples() {}

  static List<Event> random(long seed, int acts) {
    var ledger = new InMemoryLedger("ledger.example", SetClock.at("2026-01-31T12:00:00Z"));
    new RandomStory(seed, ledger).acts(acts);
    var events = new ArrayList<Event>(ledger.all().stream().map(Entry::event).toList());
    events.add(Events.refusal(PROD, Events.digest(1)).build());
    events.add(Events.approval(PROD, Events.digest(1)).build());
    events.add(Events.retentionLoss(PROD, Events.digest(1)).build());
    events.add(Events.breakGlass(PROD, Events.digest(1)).build());
    events.add(Events.policyChange(LONG).build());
    return events;
  }

  /// The same event with every field that any event can have, each full.
  static Event full(Event event) {
    return new Event(
        event.kind(),
        event.stream(),
        THEN,
        wide(Event.REQUEST_BYTES),
        event.intent(),
        event.change(),
        event.settlement(),
        event.stop(),
        facts(),
        new Decision(
            LONG,
            Collections.nCopies(
                Decision.MAX_CHECKS,
                new Decision.Check(
                    wide(Decision.Check.NAME_BYTES),
                    Decision.Guard.SAFETY,
                    Decision.Result.UNKNOWN,
                    wide(Decision.DETAIL_BYTES))),
            Collections.nCopies(Decision.MAX_OVERRIDES, wide(Decision.Check.NAME_BYTES))),
        Collections.nCopies(Event.MAX_APPROVALS, approval()),
        new SetMembership(wide(128), 6, 7),
        new Descriptor(wide(Descriptor.MEDIA_TYPE_BYTES), LONG, 0),
        Events.key(PROD, 1),
        event.subject(),
        Commitments.to(
            List.of(
                SideRecord.of(Commitments.MOVER, "a"),
                SideRecord.of(Commitments.REASON, "b"),
                SideRecord.of(Commitments.REQUESTER, "c"),
                SideRecord.of(Commitments.ACCOUNT, "d"))));
  }

  private static Approval approval() {
    return new Approval(
        7L,
        FactStatus.VERIFIED,
        LONG,
        LONG,
        LONG,
        THEN,
        LONG,
        LONG,
        Collections.nCopies(Approval.MAX_GROUPS, wide(Approval.GROUP_BYTES)));
  }

  private static Facts facts() {
    return new Facts(
        new Mover(
            Mover.Kind.WORKLOAD,
            FactStatus.VERIFIED,
            wide(Mover.ISSUER_BYTES),
            wide(Mover.SUBJECT_BYTES)),
        new Facts.Pipeline(
            FactStatus.CLAIMED,
            wide(64),
            wide(Facts.Pipeline.NAME_BYTES),
            wide(Facts.Pipeline.ID_BYTES),
            0L,
            Long.MAX_VALUE >> 10,
            "https://" + wide(Facts.Pipeline.URL_BYTES - 8)),
        new Facts.Source(
            FactStatus.CLAIMED,
            wide(Facts.Source.REPOSITORY_BYTES),
            wide(Facts.Source.REVISION_BYTES),
            THEN),
        new Facts.Builder(FactStatus.MISSING, wide(Facts.Builder.ID_BYTES)),
        wide(Facts.RELEASE_BYTES));
  }

  /// So many bytes of what is allowed and troubles encoders: quotes, a backslash, accents,
  /// characters of four bytes.
  private static String wide(int bytes) {
    var text = "a\"\\é漢😀";
    int width = text.getBytes(StandardCharsets.UTF_8).length;
    return text.repeat(bytes / width) + "x".repeat(bytes % width);
  }
}
