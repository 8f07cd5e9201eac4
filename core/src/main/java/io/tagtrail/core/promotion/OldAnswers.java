package io.tagtrail.core.promotion;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether what a registry answers may be what a tag was before a change that we know of: some
/// serve an old answer for a while after a write.
final class OldAnswers {
  private static final int LOOK_BACK = 100;

  private final Ledger ledger;

  OldAnswers(Ledger ledger) {
    this.ledger = ledger;
  }

  /// Until when an answer may be an old one: it is what the tag was before one of the changes of
  /// the last settle time. Empty where it cannot be.
  ///
  /// @param seen what the registry answered; null for no tag
  Optional<Instant> until(
      Alias alias, Location location, @Nullable Digest seen, Instant now, Duration settle) {
    for (var entry : ledger.changes(alias, Long.MAX_VALUE, LOOK_BACK)) {
      var until = entry.event().time().plus(settle);
      if (!now.isBefore(until)) {
        return Optional.empty();
      }
      // Before a relocation the alias was elsewhere.
      boolean here = location.equals(entry.event().needChange().location());
      if (here && Objects.equals(before(entry), seen)) {
        return Optional.of(until);
      }
    }
    return Optional.empty();
  }

  /// What its tag was before a change. A relocation goes to where nothing was; the chain's digest
  /// before it is that of another tag.
  private static @Nullable Digest before(Entry entry) {
    return entry.event().kind() == EventKind.RELOCATION
        ? null
        : entry.event().needChange().previous();
  }
}
