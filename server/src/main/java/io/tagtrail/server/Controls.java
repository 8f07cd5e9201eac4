package io.tagtrail.server;

import io.tagtrail.core.event.Stop;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.promotion.Approving;
import io.tagtrail.core.promotion.Stops;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What governs moves: approvals, holds, blocks, the policy.
///
/// The exceptions are those of [Tagtrail].
public interface Controls {
  /// Approves a move of an alias, before it is asked for.
  ///
  /// @param bundle a digest or its beginning, a release label, `~1`, `#7`, another alias of the
  ///   application; null: the approvals that rollbacks of the alias owe
  /// @param requester who is to move it: `issuer|subject` of a workload, the name of a person;
  ///   null: whoever was last refused with this bundle
  /// @param ttl how long it can be used; null: as long as the policy says, which is also the
  ///   longest
  Approving.Result approve(
      Alias alias,
      @Nullable String bundle,
      @Nullable String requester,
      @Nullable Duration ttl,
      Ask ask);

  Stops.Result hold(Alias alias, Stop.Scope scope, @Nullable Instant until, Ask ask);

  Stops.Result unhold(Alias alias, Ask ask);

  /// Blocks a bundle for all environments of an application.
  ///
  /// @param bundle a digest, the beginning of one that was live there (7 digits or more), or
  ///   `shop/prod#41`, `shop/prod~1` and the like
  Stops.Result block(String application, String bundle, Ask ask);

  Stops.Result unblock(String application, String bundle, Ask ask);

  /// What holds for an alias.
  Rules rules(Alias alias);

  /// What making this process's policy the active one would change.
  PolicyPreview previewPolicy();

  /// Makes this process's policy the active one.
  ///
  /// @return the event of it; empty if it is active already
  Optional<Entry> applyPolicy(Ask ask);
}
