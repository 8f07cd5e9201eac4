package io.tagtrail.core.promotion;

import io.tagtrail.core.event.Approval;
import io.tagtrail.core.event.Decision.Check;
import io.tagtrail.core.event.Decision.Guard;
import io.tagtrail.core.event.Decision.Result;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.policy.Approvals;
import io.tagtrail.core.policy.Candidate;
import io.tagtrail.core.policy.Checks;
import io.tagtrail.core.policy.Evaluators;
import io.tagtrail.core.policy.Policy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Asks the checks, and what may go past one that fails: an asker with the right to override it, a
/// reason and a second person; a rollback past approvals and a freeze.
final class Considering {
  /// The name of the check that says why an override does not go through.
  static final String OVERRIDE = "override";

  private final Policy policy;
  private final Checks checks;
  private final Approvals approvals;

  Considering(Policy policy, Ledger ledger, Evaluators evaluators) {
    this.policy = policy;
    this.checks = new Checks(policy, ledger, evaluators);
    this.approvals = new Approvals(ledger);
  }

  Considered consider(MoveRequest request, Candidate candidate) {
    var said = new ArrayList<Check>(checks.admission(candidate));
    said.addAll(checks.safety(candidate));
    var found = approvals.find(candidate, policy.digest());
    var valid = found.valid();
    var overrides = new LinkedHashSet<String>();
    if (request.aim().allowsOlder()) {
      failed(said, Set.of(Checks.STALE_PIPELINE)).forEach(each -> overrides.add(each.name()));
    }
    byName(request, candidate, valid, said, overrides);
    if (candidate.kind() == EventKind.ROLLBACK) {
      pastAdmission(request, said, overrides);
    }
    var gates = policy.rulesOrUsual(candidate.state().alias()).gates();
    return new Considered(said, List.copyOf(overrides), found.uses(gates));
  }

  /// Overrides the failing checks that the asker names, if a second person agreed to the move.
  private static void byName(
      MoveRequest request,
      Candidate candidate,
      List<Approval> valid,
      List<Check> said,
      Set<String> overrides) {
    var named = failed(said, Set.copyOf(request.powers().overrides()));
    if (named.isEmpty() || !candidate.forward()) {
      return;
    }
    var never =
        named.stream()
            .filter(
                each -> each.guard() == Guard.SAFETY || each.name().equals(Checks.POLICY_VERSION))
            .findFirst();
    if (never.isPresent()) {
      said.add(refused("nothing overrides " + never.get().name()));
    } else if (request.reason() == null) {
      said.add(refused("an override needs a reason"));
    } else if (valid.isEmpty()) {
      said.add(
          refused(
              "an override needs a second person: somebody else has to approve this move first"
                  + " (tagtrail approve %s %s)"
                      .formatted(
                          candidate.state().alias(), candidate.bundle().digest().shortHex())));
    } else {
      named.forEach(each -> overrides.add(each.name()));
    }
  }

  /// A rollback goes past approvals and a freeze, if its asker may: it says so in the event, and
  /// where approvals are missing it owes them.
  private static void pastAdmission(MoveRequest request, List<Check> said, Set<String> overrides) {
    var missing = failed(said, Set.of(Checks.APPROVALS, Checks.FREEZE));
    if (missing.isEmpty()) {
      return;
    }
    if (request.powers().pastAdmission()) {
      missing.forEach(each -> overrides.add(each.name()));
      said.add(
          new Check(
              Checks.PAST_ADMISSION, Guard.SAFETY, Result.PASS, "the asker may go past admission"));
      return;
    }
    said.add(
        new Check(
            Checks.PAST_ADMISSION,
            Guard.SAFETY,
            Result.FAIL,
            "going past %s needs the right to roll back past admission"
                .formatted(String.join(", ", missing.stream().map(Check::name).toList()))));
  }

  private static List<Check> failed(List<Check> said, Set<String> names) {
    return said.stream()
        .filter(each -> each.result() == Result.FAIL && names.contains(each.name()))
        .toList();
  }

  private static Check refused(String why) {
    return new Check(OVERRIDE, Guard.ADMISSION, Result.FAIL, why);
  }
}
