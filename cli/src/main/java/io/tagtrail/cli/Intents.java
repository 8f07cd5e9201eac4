package io.tagtrail.cli;

import io.tagtrail.core.model.Alias;
import io.tagtrail.server.Tagtrail;
import org.jspecify.annotations.Nullable;

/// Finds the unfinished move that somebody means.
final class Intents {
  private Intents() {}

  /// @param entry the entry that was named; null for the alias's only one
  /// @throws NotFoundException if none is open
  static long of(Tagtrail tagtrail, Alias alias, @Nullable Long entry) {
    if (entry != null) {
      return entry;
    }
    var intent = tagtrail.state().status(alias, false).state().intent();
    if (intent == null) {
      throw new NotFoundException(alias + " has no unfinished move");
    }
    return intent.index();
  }
}
