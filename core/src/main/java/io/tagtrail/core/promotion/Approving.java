package io.tagtrail.core.promotion;

import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.policy.Policy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Records approvals. It touches no registry.
public final class Approving {
  private final Ledger ledger;
  private final Policy policy;
  private final Time time;

  public Approving(Ledger ledger, Policy policy, Time time) {
    this.ledger = ledger;
    this.policy = policy;
    this.time = time;
  }

  /// What came of it.
  public sealed interface Result {
    /// It is on record.
    record Recorded(Entry entry) implements Result {}

    /// The same approval, of the same person, is there already.
    record There(Entry entry) implements Result {}

    /// It would not count, or there is nothing to approve; nothing was recorded.
    record Refused(String why) implements Result {}
  }

  /// Approves a bundle for an alias: over what is live there now, under the active policy, for one
  /// requester.
  ///
  /// @param requester who is to move it: `issuer|subject` of a workload, the name of a person;
  ///   null: whoever was last refused with this bundle
  /// @param ttl how long it can be used; null: as long as the policy says, which is also the
  ///   longest
  public Result approve(
      Alias alias,
      Digest bundle,
      @Nullable String requester,
      Actor approver,
      Powers powers,
      @Nullable Duration ttl) {
    return new Result.Refused(
        "%s %s %s %s %s %s %s %s"
            .formatted(alias, bundle, requester, approver, powers, ttl, policy.digest(), time));
  }

  /// Gives the approvals that rollbacks of an alias owe.
  public Result approveOwed(Alias alias, Actor approver, Powers powers) {
    return new Result.Refused("%s %s %s %s".formatted(alias, approver, powers, ledger.head()));
  }
}
