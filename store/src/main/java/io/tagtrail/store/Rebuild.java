package io.tagtrail.store;

import io.tagtrail.core.ledger.BrokenChainException;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.StreamState;
import io.tagtrail.core.model.Stream;
import io.tagtrail.tlog.Frontier;
import io.tagtrail.tlog.Hash;
import io.tagtrail.tlog.TreeHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes everything that follows from the entries anew. It never blesses an entry that was
/// altered: the entries have to add up to the head of the log.
final class Rebuild {
  private static final int PART = 256;

  private final Db db;
  private final List<Entry> part = new ArrayList<>();
  private final Map<Stream, StreamState> states = new HashMap<>();
  private Frontier frontier = Frontier.EMPTY;
  private long last;

  Rebuild(Db db) {
    this.db = db;
  }

  void run() throws SQLException {
    var head = Log.read(db);
    Projection.clear(db);
    db.each("SELECT idx, leaf, body FROM entry ORDER BY idx", this::take);
    flush();
    Projection.put(db, states);
    var rebuilt = new Log(frontier, frontier.root(), last);
    if (!rebuilt.sameAs(head)) {
      throw Failures.damaged(
          "%d entries add up to the root %s, and the head says %d entries and %s"
              .formatted(rebuilt.size(), rebuilt.root().hex(), head.size(), head.root().hex()));
    }
    Tiles.grown(db, 0, frontier.size());
  }

  private void flush() throws SQLException {
    Projection.insert(db, part);
    part.clear();
  }

  private void take(ResultSet row) throws SQLException {
    long index = row.getLong(1);
    var body = row.getBytes(3);
    var leaf = TreeHash.leaf(body);
    if (index != frontier.size() || !leaf.equals(Hash.of(row.getBytes(2)))) {
      throw Failures.damaged("entry " + index + " was altered or is out of place");
    }
    var entry = Questions.decode(index, body);
    var stream = entry.event().stream();
    var state = states.get(stream);
    try {
      states.put(stream, (state == null ? StreamState.empty(stream) : state).apply(entry));
    } catch (BrokenChainException e) {
      throw Failures.damaged("entry " + index + ": " + e.getMessage());
    }
    part.add(entry);
    if (part.size() == PART) {
      flush();
    }
    frontier = frontier.append(leaf);
    last = entry.event().time().toEpochMilli();
  }
}
