package io.tagtrail.testkit.sim;

import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.policy.Checks;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/// What must hold of approvals in the whole log, in the plainest way and by nobody else's code.
final class ApprovalRules {
  private final World world;
  private final Set<Long> used = new HashSet<>();

  ApprovalRules(World world) {
    this.world = world;
  }

  /// An authorisation that a policy of approvals decided has one, that nobody used before, for this
  /// bundle, over what was live, with nothing in between.
  ///
  /// @param before the alias before it
  void authorisation(Entry entry, AliasState before) {
    var event = entry.event();
    var decision = Objects.requireNonNull(event.decision());
    for (var each : event.approvals()) {
      long given = Objects.requireNonNull(each.entry(), "a used one names its entry");
      must(used.add(given), "entry %d uses the approval of entry %d again", entry, given);
      var approval = world.ledger.entry(given).orElseThrow().event();
      must(
          approval.kind() == EventKind.APPROVAL
              && approval.stream().equals(event.stream())
              && given < entry.index()
              && approval.approvals().getFirst().bundle().equals(event.needChange().digest()),
          "entry %d uses entry %d, which approves something else",
          entry,
          given);
      var observed = before.observed();
      must(
          observed == null || observed.index() < given,
          "entry %d uses the approval of entry %d, which was given over another bundle",
          entry,
          given);
    }
    boolean asked = decision.policy().equals(Sample.GATED.digest());
    var kind = Objects.requireNonNull(event.intent()).kind();
    boolean forward = kind == EventKind.PROMOTION;
    boolean backward = kind == EventKind.ROLLBACK;
    boolean ofProd = event.alias().equals(Sample.PROD);
    if (asked && ofProd && (forward || backward)) {
      must(
          !event.approvals().isEmpty()
              || (backward && (wentPast(event) || restores(event, before))),
          "entry %d was authorised without the approval that its policy asks for (%d)",
          entry,
          event.approvals().size());
      must(
          !forward || before.owes().isEmpty(),
          "entry %d was authorised while %d approvals were owed",
          entry,
          before.owes().size());
    }
  }

  private static boolean wentPast(Event event) {
    return Objects.requireNonNull(event.decision()).overrides().contains(Checks.APPROVALS);
  }

  /// What is governed comes back after an outside move.
  private static boolean restores(Event event, AliasState before) {
    return before.movedOutside()
        && Objects.equals(event.needChange().digest(), before.governedDigest());
  }

  private void must(boolean holds, String otherwise, Entry entry, long other) {
    if (!holds) {
      throw world.violated(otherwise.formatted(entry.index(), other));
    }
  }
}
