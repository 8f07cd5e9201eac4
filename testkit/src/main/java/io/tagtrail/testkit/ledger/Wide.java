package io.tagtrail.testkit.ledger;

import io.tagtrail.core.event.Approval;
import io.tagtrail.core.event.Decision;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import java.time.Instant;
import java.util.Collections;
import java.util.stream.IntStream;

/// An event that keeps every bound of a field and is still wider than an entry: all fields are
/// full, of a character that JSON writes as two.
final class Wide {
  private static final Digest LONG = Digest.parse("sha512:" + "ab".repeat(64));

  private Wide() {}

  static Event event(Alias alias) {
    var checks =
        IntStream.range(0, Decision.MAX_CHECKS)
            .mapToObj(i ->
                new Decision.Check(
                    quotes(Decision.Check.NAME_BYTES),
                    Decision.Guard.ADMISSION,
                    Decision.Result.UNKNOWN,
                    quotes(Decision.DETAIL_BYTES)))
            .toList();
    var overrides = Collections.nCopies(Decision.MAX_OVERRIDES, quotes(Decision.Check.NAME_BYTES));
    var approval =
        new Approval(
            1L, FactStatus.VERIFIED, LONG, LONG, LONG, Instant.parse("2026-01-01T00:00:00Z"));
    return Events.refusal(alias, LONG)
        .decision(new Decision(LONG, checks, overrides))
        .approvals(Collections.nCopies(Event.MAX_APPROVALS, approval))
        .facts(facts())
        .build();
  }

  private static Facts facts() {
    var facts = Events.facts(1);
    return new Facts(
        facts.mover(),
        new Facts.Pipeline(
            FactStatus.CLAIMED,
            quotes(64),
            quotes(Facts.Pipeline.NAME_BYTES),
            quotes(Facts.Pipeline.ID_BYTES),
            1L,
            1L,
            "https://ci.example/" + quotes(Facts.Pipeline.URL_BYTES - 19)),
        new Facts.Source(
            FactStatus.CLAIMED,
            quotes(Facts.Source.REPOSITORY_BYTES),
            quotes(Facts.Source.REVISION_BYTES),
            Instant.parse("2026-01-01T00:00:00Z")),
        new Facts.Builder(FactStatus.CLAIMED, quotes(Facts.Builder.ID_BYTES)),
        quotes(Facts.RELEASE_BYTES));
  }

  private static String quotes(int count) {
    return "\"".repeat(count);
  }
}
