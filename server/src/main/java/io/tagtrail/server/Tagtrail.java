package io.tagtrail.server;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Location;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Everything that can be asked of Tagtrail, over a local ledger or over a server: the command line
/// knows nothing else.
///
/// Every method throws `RegistryException` or `LedgerException` when one of them does not answer,
/// and `InvalidValueException` for input that means nothing; its message is for the person who
/// typed it, [ForbiddenException] where the asker is known and may not.
public interface Tagtrail extends AutoCloseable {
  /// The alias that a text names: `shop/prod`, or a location that is configured or known
  /// (`ghcr.io/acme/shop:prod`, with or without `oci://`).
  Alias alias(String text);

  /// Where the configuration has the alias; empty where it does not name it. The ledger may have it
  /// elsewhere.
  Optional<Location> configured(Alias alias);

  /// What the asker may do.
  ///
  /// @param alias where; null: at all
  List<Permission> canI(@Nullable Alias alias);

  /// Who the asker is taken for.
  Who whoAmI();

  /// Promotions, rollbacks and what else moves an alias.
  Moves moves();

  /// Approvals, holds, blocks, the policy.
  Controls controls();

  /// The audit trail.
  Trail trail();

  /// How aliases stand.
  State state();

  /// How safe they are.
  Safety safety();

  /// The sentinel, the outbox, the clusters.
  Upkeep upkeep();

  @Override
  void close();
}
