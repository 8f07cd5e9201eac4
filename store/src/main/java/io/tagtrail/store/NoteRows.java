package io.tagtrail.store;

import io.tagtrail.core.ledger.Notes.Note;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Notes in SQL. Times are milliseconds since 1970.
final class NoteRows {
  private static final String COLUMNS = "topic, name, written, value";

  private NoteRows() {}

  /// Writes a note where there is none, or an older one; in one statement, so that of two writers
  /// at once the newer one wins, whoever comes first.
  ///
  /// @return whether it was written
  static boolean put(Db db, Note note) throws SQLException {
    return db.update(
            "INSERT INTO note ("
                + COLUMNS
                + ") VALUES (?, ?, ?, ?) ON CONFLICT (topic, name) DO UPDATE SET"
                + " written = excluded.written, value = excluded.value"
                + " WHERE excluded.written >= note.written",
            note.topic(),
            note.key(),
            note.time().toEpochMilli(),
            note.value())
        == 1;
  }

  static Optional<Note> get(Db db, String topic, String key) throws SQLException {
    return db.first(
        "SELECT " + COLUMNS + " FROM note WHERE topic = ? AND name = ?",
        NoteRows::read,
        topic,
        key);
  }

  static List<Note> all(Db db, String topic) throws SQLException {
    return db.list(
        "SELECT " + COLUMNS + " FROM note WHERE topic = ? ORDER BY name", NoteRows::read, topic);
  }

  static boolean remove(Db db, String topic, String key) throws SQLException {
    return db.update("DELETE FROM note WHERE topic = ? AND name = ?", topic, key) == 1;
  }

  private static Note read(ResultSet row) throws SQLException {
    try {
      return new Note(
          row.getString(1), row.getString(2), row.getBytes(4), Columns.time(row.getLong(3)));
    } catch (IllegalArgumentException e) {
      throw Failures.damaged("a note: " + e.getMessage());
    }
  }
}
