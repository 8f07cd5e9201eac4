package io.tagtrail.server.http.endpoint;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.server.Ask;
import io.tagtrail.server.identity.Identity;

/// Takes refusals that may be worth an entry; never blocks, and may forget.
@FunctionalInterface
public interface RefusalLog {
  /// @param kind promote, rollback, adopt …
  /// @param ask as the asker sent it
  void offer(Identity identity, Alias alias, Outcome.Refused refused, String kind, Ask ask);
}
