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
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The tenures of an alias, newest first. Of those, what lies further back than [#DEPTH] is beyond
/// every rollback window that makes sense, and is found by history instead. Moves from outside do
/// not count: however many there are, they hide nothing that was governed.
public record Tenures(List<Tenure> all) {
  public static final int DEPTH = 500;

  public Tenures {
    all = List.copyOf(all);
  }

  /// How many changes are read at first where a question goes from the newest back.
  private static final int RECENT = 48;

  public static Tenures of(Ledger ledger, Alias alias) {
    var changes = ledger.changes(alias, Long.MAX_VALUE, DEPTH);
    if (changes.size() < DEPTH) {
      return whole(ledger, changes);
    }
    var entries = ledger.governing(alias, Long.MAX_VALUE, DEPTH);
    return new Tenures(tenures(entries, takenBack(together(changes, entries))));
  }

  /// The same tenures, read as far as somebody asks for them: most questions are about the last
  /// few.
  public static Iterable<Tenure> newestFirst(Ledger ledger, Alias alias) {
    return () -> new NewestFirst(ledger, alias, RECENT);
  }

  public static Stream<Tenure> streamed(Ledger ledger, Alias alias) {
    return StreamSupport.stream(newestFirst(ledger, alias).spliterator(), false);
  }

  /// What the last few changes tell by themselves. What took a tenure back comes after it, so it is
  /// as far as it goes what all changes tell; the simulation holds that.
  ///
  /// @param changes how many; where there are fewer, this is all
  public static Tenures recent(Ledger ledger, Alias alias, int changes) {
    var newest = ledger.changes(alias, Long.MAX_VALUE, changes);
    return newest.size() < changes
        ? whole(ledger, newest)
        : new Tenures(tenures(governing(newest), takenBack(newest.reversed())));
  }

  /// The tenures of all the changes that there are.
  private static Tenures whole(Ledger ledger, List<Entry> changes) {
    var entries = governing(changes);
    var takenBack = takenBack(changes.reversed());
    var tenures = tenures(entries, takenBack);
    if (!entries.isEmpty()) {
      claimed(ledger, entries.getLast(), takenBack).ifPresent(tenures::add);
    }
    return new Tenures(tenures);
  }

  private static List<Entry> governing(List<Entry> changes) {
    return changes.stream().filter(entry -> entry.event().kind().governs()).toList();
  }

  /// @param entries those that govern, newest first
  private static List<Tenure> tenures(List<Entry> entries, Set<Long> takenBack) {
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
    return tenures;
  }

  /// Reads the newest first, and all of them where somebody asks on. A change that comes meanwhile
  /// makes one of them come twice, none be left out.
  private static final class NewestFirst implements Iterator<Tenure> {
    private final Ledger ledger;
    private final Alias alias;
    private List<Tenure> read;
    private boolean all;
    private int next;

    NewestFirst(Ledger ledger, Alias alias, int recent) {
      this.ledger = ledger;
      this.alias = alias;
      this.read = recent(ledger, alias, recent).all();
    }

    @Override
    public boolean hasNext() {
      if (next == read.size() && !all) {
        read = of(ledger, alias).all();
        all = true;
      }
      return next < read.size();
    }

    @Override
    public Tenure next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return read.get(next++);
    }
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
}
