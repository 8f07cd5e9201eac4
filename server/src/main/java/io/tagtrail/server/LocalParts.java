package io.tagtrail.server;

import io.tagtrail.core.history.Questions;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.promotion.GovernedPath;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.server.config.Config;

/// What every part of a local Tagtrail stands on.
record LocalParts(
    Config config,
    Ledger ledger,
    Registry registry,
    GovernedPath path,
    Questions questions,
    Time time) {
  /// A typo must not look like an alias that nothing ever happened to.
  ///
  /// @throws InvalidValueException if neither the ledger nor configuration knows the alias
  void needKnown(Alias alias) {
    if (ledger.alias(alias).version() < 0) {
      config.location(alias);
    }
  }
}
