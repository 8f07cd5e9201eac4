package io.tagtrail.core.policy;

import io.tagtrail.core.event.Change;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The tenures of an alias, newest first. What lies further back than [#DEPTH] is beyond every rollback window that
/// makes sense, and is found by history instead.
public record Tenures(List<Tenure> all) {
  public static final int DEPTH = 500;

  public Tenures {
    all = List.copyOf(all);
  }

  public static Tenures of(Ledger ledger, Alias alias) {
    var entries = ledger.governing(alias, Long.MAX_VALUE, DEPTH);
    // A keep-tag that somebody used while Tagtrail was away took the governed head back, though no rollback says so.
    var state = ledger.alias(alias);
    Set<Long> takenBack = new HashSet<>();
    var governed = state.governed();
    if (state.recognised() && governed != null) {
      takenBack.add(governed.sequence());
    }
    for (var entry : entries) {
      Long rolledBack = entry.event().needChange().rollsBack();
      if (rolledBack != null) {
        takenBack.add(rolledBack);
      }
    }
    var tenures = new ArrayList<Tenure>();
    Instant until = null;
    for (Entry entry : entries) {
      Change change = entry.event().needChange();
      var bundle = Objects.requireNonNull(change.bundle(), "what governs has a bundle");
      tenures.add(
          new Tenure(
              entry, bundle, change.sequence(), until, takenBack.contains(change.sequence())));
      until = entry.event().time();
    }
    if (!entries.isEmpty() && entries.size() < DEPTH) {
      claimed(ledger, entries.getLast(), takenBack).ifPresent(tenures::add);
    }
    return new Tenures(tenures);
  }

  /// What the first adopter said was live before.
  private static Optional<Tenure> claimed(Ledger ledger, Entry first, Set<Long> takenBack) {
    var change = first.event().needChange();
    var previous = change.previous();
    if (change.note() != Change.Note.CLAIMED_BEFORE_ADOPTION || previous == null) {
      return Optional.empty();
    }
    return ledger
        .document(previous)
        .map(
            document ->
                new Tenure(
                    first,
                    document.descriptor(),
                    Tenure.BEFORE_ADOPTION,
                    first.event().time(),
                    takenBack.contains(Tenure.BEFORE_ADOPTION)));
  }

  /// The newest tenure with this sequence; null if there is none.
  public @Nullable Tenure bySequence(long sequence) {
    return all.stream().filter(t -> t.sequence() == sequence).findFirst().orElse(null);
  }
}
