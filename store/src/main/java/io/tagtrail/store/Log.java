package io.tagtrail.store;

import io.tagtrail.tlog.Frontier;
import io.tagtrail.tlog.Hash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/// The head of the log, as its row has it.
///
/// @param last the time of the newest entry, in milliseconds since 1970; 0 while there is none
record Log(Frontier frontier, Hash root, long last) {
  static final String COLUMNS = "size, root, frontier, last";

  static final Log EMPTY = new Log(Frontier.EMPTY, Frontier.EMPTY.root(), 0);

  long size() {
    return frontier.size();
  }

  static Log read(Db db) throws SQLException {
    return db.first("SELECT " + COLUMNS + " FROM log WHERE id = 1", Log::of)
        .orElseThrow(Log::missing);
  }

  /// From a row that begins with [#COLUMNS].
  static Log of(ResultSet row) throws SQLException {
    try {
      return new Log(
          Frontier.decode(row.getLong(1), row.getBytes(3)),
          Hash.of(row.getBytes(2)),
          row.getLong(4));
    } catch (IllegalArgumentException e) {
      throw Failures.damaged("the head of the log: " + e.getMessage());
    }
  }

  static SQLException missing() {
    return Failures.damaged("the head of the log is missing");
  }

  void insert(Db db) throws SQLException {
    db.update(
        "INSERT INTO log (id, size, root, frontier, last) VALUES (1, ?, ?, ?, ?)",
        size(),
        root.bytes(),
        frontier.encode(),
        last);
  }

  /// Compares and sets: whoever wrote in between wins.
  ///
  /// @throws SQLException if the row is not at `before`; the transaction must be undone
  void replace(Db db, Log before) throws SQLException {
    int changed =
        db.update(
            "UPDATE log SET size = ?, root = ?, frontier = ?, last = ?"
                + " WHERE id = 1 AND size = ? AND root = ?",
            size(),
            root.bytes(),
            frontier.encode(),
            last,
            before.size(),
            before.root().bytes());
    if (changed != 1) {
      throw Failures.damaged("the log moved under a transaction that held the lock");
    }
  }

  boolean sameAs(Log other) {
    return last == other.last
        && root.equals(other.root)
        && Arrays.equals(frontier.encode(), other.frontier.encode())
        && size() == other.size();
  }
}
