package io.tagtrail.store;

import io.tagtrail.core.ledger.BrokenChainException;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.LedgerException.Kind;
import io.tagtrail.core.ledger.StreamState;
import io.tagtrail.core.model.Stream;
import io.tagtrail.tlog.Frontier;
import io.tagtrail.tlog.Hash;
import io.tagtrail.tlog.TreeHash;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Copies entries in order, a part in one transaction each, and writes what follows from them. Each
/// is held to its hash and to its chain on the way.
final class CopiedEntries {
  private static final int PART = 250;

  private final Opened from;
  private final Opened to;
  private final LedgerCopy.Progress progress;
  private final Map<Stream, StreamState> states = new HashMap<>();

  CopiedEntries(Opened from, Opened to, LedgerCopy.Progress progress) {
    this.from = from;
    this.to = to;
    this.progress = progress;
  }

  private record Raw(long index, byte[] leaf, byte[] body) {}

  /// What a part changed.
  private record Written(Log after, Map<Stream, StreamState> changed) {}

  /// Until the target has what the source had when it began.
  void catchUp() {
    Log there = to.readers().ask(Log::read);
    long end = from.readers().ask(Log::read).size();
    while (there.size() < end) {
      progress.at("entries", there.size(), end);
      Log before = there;
      var part = from.readers().ask(db -> read(db, before.size()));
      if (part.isEmpty()) {
        throw new LedgerException(
            Kind.CORRUPT,
            "%s has no entry %d, and a head beyond it; the copy stays as far as it got"
                .formatted(from.database().name(), before.size()));
      }
      var written =
          to.writer()
              .transaction(
                  "copying entries",
                  db -> write(db, before, part),
                  (db, w) -> Log.read(db).sameAs(w.after()));
      states.putAll(written.changed());
      there = written.after();
    }
    progress.at("entries", there.size(), end);
  }

  private static List<Raw> read(Db db, long start) throws SQLException {
    return db.list(
        "SELECT idx, leaf, body FROM entry WHERE idx >= ? ORDER BY idx LIMIT ?",
        row -> new Raw(row.getLong(1), row.getBytes(2), row.getBytes(3)),
        start,
        PART);
  }

  private Written write(Db db, Log before, List<Raw> part) throws SQLException {
    if (!to.database().hold(db).log().sameAs(before)) {
      throw new LedgerException(
          Kind.REFUSED,
          "somebody else writes to %s; what was copied so far stays. Run the copy alone"
              .formatted(to.database().name()));
    }
    var changed = new HashMap<Stream, StreamState>();
    var entries = new ArrayList<Entry>();
    var rows = new ArrayList<@Nullable Object[]>();
    Frontier frontier = before.frontier();
    for (var raw : part) {
      var leaf = TreeHash.leaf(raw.body());
      if (raw.index() != frontier.size() || !leaf.equals(Hash.of(raw.leaf()))) {
        throw altered(raw.index(), "its bytes, hash and place do not fit");
      }
      var entry = decoded(raw);
      var stream = entry.event().stream();
      try {
        changed.put(stream, state(db, changed, stream).apply(entry));
      } catch (BrokenChainException e) {
        throw altered(raw.index(), String.valueOf(e.getMessage()));
      }
      frontier = frontier.append(leaf);
      entries.add(entry);
      rows.add(new Object[] {raw.index(), raw.leaf(), raw.body()});
    }
    db.insert(Table.ENTRY, rows);
    Projection.insert(db, entries);
    Projection.put(db, changed);
    Tiles.grown(db, before.size(), frontier.size());
    var last = entries.getLast().event().time().toEpochMilli();
    var after = new Log(frontier, frontier.root(), last);
    after.replace(db, before);
    return new Written(after, changed);
  }

  private Entry decoded(Raw raw) {
    try {
      return Questions.decode(raw.index(), raw.body());
    } catch (SQLException e) {
      throw altered(raw.index(), String.valueOf(e.getMessage()));
    }
  }

  private StreamState state(Db db, Map<Stream, StreamState> changed, Stream stream)
      throws SQLException {
    var state = changed.get(stream);
    if (state == null) {
      state = states.get(stream);
    }
    return state == null ? Projection.state(db, stream) : state;
  }

  private LedgerException altered(long index, String what) {
    return new LedgerException(
        Kind.CORRUPT,
        "entry %d of %s cannot be copied: %s; what was copied so far stays, and stays closed. Run a"
                .formatted(index, from.database().name(), what)
            + " check of the source");
  }
}
