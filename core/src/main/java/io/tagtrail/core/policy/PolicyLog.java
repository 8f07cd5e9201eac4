package io.tagtrail.core.policy;

import io.tagtrail.core.event.Commitments;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.ledger.Appended;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Stream;
import java.util.List;
import java.util.Optional;

/// Makes a policy the active one, by an event of its own.
public final class PolicyLog {
  private final Ledger ledger;

  public PolicyLog(Ledger ledger) {
    this.ledger = ledger;
  }

  /// Records the policy as active; empty if it is already.
  public Optional<Entry> apply(Policy policy, String request, Facts facts, List<SideRecord> sides) {
    while (true) {
      var state = ledger.policy();
      if (policy.digest().equals(state.active())) {
        return Optional.empty();
      }
      var batch =
          Batch.expecting(Stream.LEDGER, state.version())
              .add(
                  Event.of(EventKind.POLICY_CHANGE, Stream.LEDGER, request)
                      .subject(policy.digest())
                      .facts(facts)
                      .commitments(Commitments.to(sides))
                      .build())
              .document(policy.document())
              .sides(sides);
      if (ledger.append(batch.build()) instanceof Appended.Committed committed) {
        return Optional.of(committed.entries().getFirst());
      }
    }
  }
}
