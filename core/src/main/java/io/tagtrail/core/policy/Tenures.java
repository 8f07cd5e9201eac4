package io.tagtrail.core.policy;

import io.tagtrail.core.event.Change;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The tenures of an alias, newest first. Of those, what lies further back than [#DEPTH] is beyond
/// every rollback window that makes sense, and is found by history instead. Moves from outside do
/// not count: however many there are, they hide nothing that was governed.
public record Tenures(List<Tenure> all) {
  public static final int DEPTH = 500;

  public Tenures {
    all = List.copyOf(all);
  }

  public static Tenures of(Ledger ledger, Alias alias) {
    var changes = ledger.changes(alias, Long.MAX_VALUE, DEPTH);
    boolean complete = changes.size() < DEPTH;
    var entries =
        complete
            ? changes.stream().filter(entry -> entry.event().kind().governs()).toList()
            : ledger.governing(alias, Long.MAX_VALUE, DEPTH);
    var takenBack = takenBack(complete ? changes.reversed() : together(changes, entries));
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

  /// Both, oldest first: before the oldest of the changes there are only those that govern.
  private static List<Entry> together(List<Entry> changes, List<Entry> governing) {
    long oldest = changes.getLast().index();
    var all = new ArrayList<Entry>();
    governing.stream().filter(entry -> entry.index() < oldest).forEach(all::add);
    Collections.reverse(all);
    all.addAll(changes.reversed());
    return all;
  }

  /// The sequences that somebody took back: by a rollback, or by a keep-tag while Tagtrail was
  /// away, which no rollback tells of.
  ///
  /// @param changes oldest first
  private static Set<Long> takenBack(List<Entry> changes) {
    Set<Long> takenBack = new HashSet<>();
    Map<Digest, Long> newest = new HashMap<>();
    Digest governed = null;
    for (var entry : changes) {
      var kind = entry.event().kind();
      var change = entry.event().needChange();
      if (kind.governs()) {
        if (change.rollsBack() != null) {
          takenBack.add(change.rollsBack());
        }
        // What the tag showed is left as well, by whomever it came there; but for bringing back
        // what governs, which
        // says nothing against the bundle that was there meanwhile.
        var shown = change.previous();
        boolean bringsBack = Objects.equals(governed, change.digest());
        var left = kind == EventKind.ROLLBACK && !bringsBack ? newest.get(shown) : null;
        if (left != null && !Objects.equals(shown, change.digest())) {
          takenBack.add(left);
        }
        var claimed =
            change.note() == Change.Note.CLAIMED_BEFORE_ADOPTION ? change.previous() : null;
        if (claimed != null) {
          newest.put(claimed, Tenure.BEFORE_ADOPTION);
        }
        governed = Objects.requireNonNull(change.digest(), "what governs has a bundle");
        newest.put(governed, change.sequence());
      } else if (kind == EventKind.OUTSIDE_MOVE) {
        boolean brokenGlass =
            change.note() == Change.Note.RECOGNISED_BREAK_GLASS
                && !Objects.equals(governed, change.digest());
        var left = brokenGlass ? newest.get(governed) : null;
        if (left != null) {
          takenBack.add(left);
        }
      }
    }
    return takenBack;
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
        .map(document ->
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
