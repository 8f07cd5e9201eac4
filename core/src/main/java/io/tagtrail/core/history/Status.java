package io.tagtrail.core.history;

import io.tagtrail.core.cluster.Consumption;
import io.tagtrail.core.ledger.ActiveStop;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Outgoing;
import io.tagtrail.core.policy.Evaluators;
import io.tagtrail.core.policy.RollbackTargets.Answer;
import io.tagtrail.core.policy.Rules;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The 3 a.m. answer: everything about an alias that somebody needs who has to decide now.
///
/// @param now the entry of the governed head; null where the alias is not governed
/// @param before the entry of the last other bundle
/// @param outside the newest outside move, where the alias is moved outside
/// @param live what the registry says at this moment
/// @param blocks the blocks on bundles of the application
/// @param backTo what to go back to, and what was passed over
/// @param attach the outbox task of the governed head; null where there is none
/// @param freeze whether forward moves go through now, by the windows of the environment
/// @param clusters what each cluster that follows the tag runs
/// @param asOf when this was put together
public record Status(
    AliasState state,
    Rules rules,
    @Nullable Entry now,
    @Nullable Entry before,
    @Nullable Entry outside,
    Live live,
    List<ActiveStop> blocks,
    @Nullable Answer backTo,
    @Nullable Outgoing attach,
    Evaluators.Windows freeze,
    List<Consumption> clusters,
    Instant asOf) {
  public Status {
    blocks = List.copyOf(blocks);
    clusters = List.copyOf(clusters);
  }
}
