package io.tagtrail.server;

import io.tagtrail.core.event.Commitments;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.policy.LostTargets;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.core.policy.PolicyDiff;
import io.tagtrail.core.policy.PolicyLog;
import io.tagtrail.core.registry.Registry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes a policy the active one, and says before what that changes.
final class PolicyChanges {
  private PolicyChanges() {}

  static PolicyPreview preview(Ledger ledger, Registry registry, Policy next, Instant now) {
    var active = ledger.policy().active();
    Optional<Document> document = active == null ? Optional.empty() : ledger.document(active);
    if (document.isEmpty()) {
      return new PolicyPreview(active, next.digest(), List.of(), List.of(), List.of());
    }
    var old = Policy.parse(document.get());
    var diff = PolicyDiff.between(old, next);
    return new PolicyPreview(
        active,
        next.digest(),
        diff.loosened(),
        diff.tightened(),
        new LostTargets(ledger, registry).between(old, next, now));
  }

  static Optional<Entry> apply(Ledger ledger, Policy policy, Ask ask) {
    var sides = new ArrayList<SideRecord>();
    if (ask.person() != null) {
      sides.add(SideRecord.of(Commitments.MOVER, ask.person()));
    }
    if (ask.reason() != null) {
      sides.add(SideRecord.of(Commitments.REASON, ask.reason()));
    }
    var facts =
        new Facts(ask.mover(), ask.pipeline(), Facts.Source.MISSING, Facts.Builder.MISSING, null);
    return new PolicyLog(ledger).apply(policy, ask.request(), facts, List.copyOf(sides));
  }
}
