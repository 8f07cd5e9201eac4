package io.tagtrail.server;

import io.tagtrail.core.event.Commitments;
import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import org.jspecify.annotations.Nullable;

/// Puts the texts of the side record back beside the entry.
final class Teller {
  private final Ledger ledger;

  Teller(Ledger ledger) {
    this.ledger = ledger;
  }

  Told tell(Entry entry) {
    var commitments = entry.event().commitments().byField();
    var person = value(entry, Commitments.MOVER);
    var reason = value(entry, Commitments.REASON);
    boolean erased =
        (commitments.containsKey(Commitments.MOVER) && person == null)
            || (commitments.containsKey(Commitments.REASON) && reason == null);
    var subject = entry.event().facts().mover().subject();
    return new Told(entry, person == null ? subject : person, reason, erased);
  }

  private @Nullable String value(Entry entry, String field) {
    var commitment = entry.event().commitments().byField().get(field);
    return commitment == null ? null : ledger.side(commitment).map(SideRecord::value).orElse(null);
  }
}
