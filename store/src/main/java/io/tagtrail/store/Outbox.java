package io.tagtrail.store;

import io.tagtrail.core.ledger.Outgoing;
import io.tagtrail.core.ledger.TaskKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The outbox. Its rows come with the entries; their progress is its own.
final class Outbox {
  private static final String COLUMNS = "idx, kind, attempts, due, done, problem";

  private Outbox() {}

  /// New tasks; one that is there stays as it is.
  static void insert(Db db, List<Outgoing> tasks) throws SQLException {
    var rows = new ArrayList<@Nullable Object[]>();
    for (var task : tasks) {
      rows.add(
          new Object[] {
            task.index(), task.kind().label(), task.attempts(), task.due().toEpochMilli()
          });
    }
    db.insert(Table.TASK, rows);
  }

  static List<Outgoing> due(Db db, TaskKind kind, Instant now, int limit) throws SQLException {
    return db.list(
        "SELECT "
            + COLUMNS
            + " FROM outbox WHERE done IS NULL AND kind = ? AND due <= ?"
            + " ORDER BY idx LIMIT ?",
        Outbox::read,
        kind.label(),
        now.toEpochMilli(),
        limit);
  }

  static List<Outgoing> of(Db db, long index) throws SQLException {
    return db.list(
        "SELECT " + COLUMNS + " FROM outbox WHERE idx = ? ORDER BY kind", Outbox::read, index);
  }

  static long pending(Db db) throws SQLException {
    return db.number("SELECT count(*) FROM outbox WHERE done IS NULL");
  }

  /// One that is done stays as it is: another process may have done it in the meantime.
  static void done(Db db, long index, TaskKind kind, Instant when) throws SQLException {
    mustExist(db, index, kind);
    db.update(
        "UPDATE outbox SET done = ? WHERE idx = ? AND kind = ? AND done IS NULL",
        when.toEpochMilli(),
        index,
        kind.label());
  }

  static void failed(Db db, long index, TaskKind kind, String problem, Instant again)
      throws SQLException {
    mustExist(db, index, kind);
    db.update(
        "UPDATE outbox SET attempts = attempts + 1, due = ?, problem = ?"
            + " WHERE idx = ? AND kind = ? AND done IS NULL",
        again.toEpochMilli(),
        problem,
        index,
        kind.label());
  }

  private static void mustExist(Db db, long index, TaskKind kind) throws SQLException {
    if (db.number("SELECT count(*) FROM outbox WHERE idx = ? AND kind = ?", index, kind.label())
        == 0) {
      throw new IllegalArgumentException(
          "the outbox has no task '%s' of entry %d".formatted(kind.label(), index));
    }
  }

  private static Outgoing read(ResultSet row) throws SQLException {
    long done = row.getLong(5);
    var finished = row.wasNull() ? null : Columns.time(done);
    TaskKind kind;
    try {
      kind = TaskKind.parse(row.getString(2));
    } catch (IllegalArgumentException e) {
      throw Failures.damaged("a task of entry " + row.getLong(1) + ": " + e.getMessage());
    }
    return new Outgoing(
        row.getLong(1),
        kind,
        row.getInt(3),
        Columns.time(row.getLong(4)),
        finished,
        row.getString(6));
  }
}
