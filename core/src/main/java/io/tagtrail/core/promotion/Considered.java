package io.tagtrail.core.promotion;

import io.tagtrail.core.event.Approval;
import io.tagtrail.core.event.Decision;
import io.tagtrail.core.event.Decision.Check;
import io.tagtrail.core.model.Digest;
import java.util.ArrayList;
import java.util.List;

/// What the ledger and the policy say about a move.
///
/// @param said what each check said
/// @param overrides the checks whose failing does not refuse it
/// @param uses the approvals that it consumes
record Considered(List<Check> said, List<String> overrides, List<Approval> uses) {
  Considered {
    said = List.copyOf(said);
    overrides = List.copyOf(overrides);
    uses = List.copyOf(uses);
  }

  Decision decision(Digest policy) {
    return new Decision(policy, said, overrides);
  }

  /// With one more check.
  Considered and(Check check) {
    var all = new ArrayList<>(said);
    all.add(check);
    return new Considered(all, overrides, uses);
  }
}
