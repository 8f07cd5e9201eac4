package io.tagtrail.core.promotion;

import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;

/// Records refusals: of askers who are known, of aliases that exist, few and small.
public final class Refusals {
  private final Ledger ledger;
  private final Time time;

  public Refusals(Ledger ledger, Time time) {
    this.ledger = ledger;
    this.time = time;
  }

  /// Records that a request was refused.
  ///
  /// @return false where it is not worth an entry: the same refusal was recorded within the hour,
  ///   there were too many, the asker is not verified, the alias has no entries, or a move came
  ///   first
  public boolean record(Alias alias, Outcome.Refused refused, MoveRequest request) {
    return ledger.alias(alias).version() > time.nanos() && refused.equals(request);
  }
}
