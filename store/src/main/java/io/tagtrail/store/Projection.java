package io.tagtrail.store;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.StreamState;
import io.tagtrail.core.model.Stream;
import java.sql.SQLException;

/// The tables that follow from the entries: written with them, and rebuilt from them.
final class Projection {
  private Projection() {}

  static void insert(Db db, Entry entry) throws SQLException {
    EventRow.of(entry).insert(db);
    for (var digest : EventRow.named(entry.event())) {
      db.update(
          "INSERT INTO named (digest, idx) VALUES (?, ?)", Columns.bytes(digest), entry.index());
    }
  }

  static void put(Db db, Stream stream, StreamState state) throws SQLException {
    db.update(
        """
        INSERT INTO stream (key, version, state) VALUES (?, ?, ?)
        ON CONFLICT (key) DO UPDATE SET version = excluded.version, state = excluded.state\
        """,
        stream.key(),
        state.version(),
        state.toJson().canonicalBytes());
  }

  static StreamState state(Db db, Stream stream) throws SQLException {
    var json =
        db.first("SELECT state FROM stream WHERE key = ?", row -> row.getBytes(1), stream.key());
    if (json.isEmpty()) {
      return StreamState.empty(stream);
    }
    try {
      return StreamState.decode(stream, json.get());
    } catch (JsonException | IllegalArgumentException e) {
      throw Failures.damaged("the state of " + stream + ": " + e.getMessage());
    }
  }

  /// Removes everything that follows from the entries, but for the head of the log.
  static void clear(Db db) throws SQLException {
    for (var table : new String[] {"event", "named", "stream", "tile"}) {
      db.update("DELETE FROM " + table);
    }
  }
}
