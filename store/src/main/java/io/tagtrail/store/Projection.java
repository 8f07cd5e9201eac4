package io.tagtrail.store;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.StreamState;
import io.tagtrail.core.model.Stream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The tables that follow from the entries: written with them, and rebuilt from them.
final class Projection {
  private Projection() {}

  static void insert(Db db, List<Entry> entries) throws SQLException {
    var rows = new ArrayList<@Nullable Object[]>();
    var named = new ArrayList<@Nullable Object[]>();
    for (var entry : entries) {
      rows.add(EventRow.of(entry).values());
      for (var digest : EventRow.named(entry.event())) {
        named.add(new Object[] {Columns.bytes(digest), entry.index()});
      }
    }
    db.insert(Table.EVENT, rows);
    db.insert(Table.NAMED, named);
  }

  static void put(Db db, Map<Stream, StreamState> states) throws SQLException {
    var rows = new ArrayList<@Nullable Object[]>();
    for (var each : states.entrySet()) {
      var state = each.getValue();
      rows.add(
          new Object[] {each.getKey().key(), state.version(), state.toJson().canonicalBytes()});
    }
    db.insert(Table.STREAM, rows);
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
