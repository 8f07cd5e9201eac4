package io.tagtrail.core.promotion;

import io.tagtrail.core.event.Change;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.registry.Registry;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Keep-tags of what was live before this ledger governed an alias: `prod.0`, which the adopter
/// named, and those of a ledger from which the alias was taken over. Who goes back by one of them
/// breaks glass as much as who uses a keep-tag of our own.
final class EarlierKeepTags {
  /// A take-over begins at the next multiple of this, plus one.
  static final long TAKE_OVER_STEP = 1_000;

  private final Ledger ledger;
  private final Registry registry;

  EarlierKeepTags(Ledger ledger, Registry registry) {
    this.ledger = ledger;
    this.registry = registry;
  }

  /// Whether one of them leads to a bundle. Those that a later move of this ledger wrote do not
  /// count: what they lead to, the ledger knows.
  ///
  /// @throws io.tagtrail.core.registry.RegistryException if the registry does not answer; it is
  ///   asked only where the alias was taken over
  boolean leadTo(Alias alias, Location location, Digest bundle) {
    return first(alias).filter(entry -> wasClaimed(entry, bundle)).isPresent()
        || othersLeadTo(alias, location, bundle);
  }

  private static boolean wasClaimed(Entry first, Digest bundle) {
    var change = first.event().needChange();
    return change.note() == Change.Note.CLAIMED_BEFORE_ADOPTION && bundle.equals(change.previous());
  }

  /// The oldest change. Sequences begin at 1, but for moves that came to nothing before it and for
  /// a take-over.
  private Optional<Entry> first(Alias alias) {
    List<Entry> found = List.of();
    long last = ledger.alias(alias).lastSequence();
    for (long below = 2; found.isEmpty() && below <= 2 * last; below *= 2) {
      found = ledger.changes(alias, below, 1);
    }
    List<Entry> older = found;
    while (!older.isEmpty()) {
      found = older;
      older = ledger.changes(alias, found.getFirst().event().needChange().sequence(), 1);
    }
    return found.stream().findFirst();
  }

  private boolean othersLeadTo(Alias alias, Location location, Digest bundle) {
    long last = ledger.alias(alias).lastSequence();
    for (long base = TAKE_OVER_STEP; base < last; base += TAKE_OVER_STEP) {
      if (isTakenOver(alias, base + 1)) {
        var before = ledger.changes(alias, base + 1, 1);
        long ours = before.isEmpty() ? -1 : before.getFirst().event().needChange().sequence();
        if (leadTo(location, ours, base, bundle)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isTakenOver(Alias alias, long sequence) {
    return ledger.changes(alias, sequence + 1, 1).stream()
        .map(entry -> entry.event().needChange())
        .anyMatch(
            change -> change.sequence() == sequence && change.note() == Change.Note.TAKEN_OVER);
  }

  private boolean leadTo(Location location, long above, long upTo, Digest bundle) {
    return registry.tags(location.repository()).stream()
        .filter(tag -> {
          long kept = location.tag().keptBy(tag);
          return kept > above && kept <= upTo;
        })
        .map(tag -> registry.head(location.repository().at(tag).reference()))
        .flatMap(Optional::stream)
        .anyMatch(there -> Objects.equals(there.digest(), bundle));
  }
}
