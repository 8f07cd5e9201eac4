package io.tagtrail.core.policy;

import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.registry.Registry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Says which bundles could be rolled back to under one policy and could not under another.
public final class LostTargets {
  /// More say no more.
  private static final int MOST = 200;

  private final Ledger ledger;
  private final RollbackTargets targets;

  public LostTargets(Ledger ledger, Registry registry) {
    this.ledger = ledger;
    this.targets = new RollbackTargets(ledger, registry);
  }

  /// One sentence for each; reads the ledger alone.
  public List<String> between(Policy old, Policy next, Instant now) {
    var lost = new ArrayList<String>();
    for (var alias : ledger.aliases()) {
      var before = old.rulesOrUsual(alias);
      var after = next.rulesOrUsual(alias);
      if (after.window().compareTo(before.window()) >= 0 && after.keep() >= before.keep()) {
        continue;
      }
      var state = ledger.alias(alias);
      var kept = targets.inReach(state, after, now).stream().map(Tenure::digest).toList();
      for (var tenure : targets.inReach(state, before, now)) {
        if (!kept.contains(tenure.digest()) && lost.size() < MOST) {
          lost.add(
              "%s could not be rolled back to #%d (%s, live until %s)"
                  .formatted(alias, tenure.sequence(), tenure.digest().shortHex(), tenure.until()));
        }
      }
    }
    return lost;
  }
}
