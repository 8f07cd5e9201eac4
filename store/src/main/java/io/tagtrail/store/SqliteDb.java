package io.tagtrail.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A connection to a SQLite file.
final class SqliteDb extends Db {
  SqliteDb(Connection connection) {
    super(connection);
  }

  @Override
  void insert(Table table, List<@Nullable Object[]> rows) throws SQLException {
    updates(table.ofRow(), rows);
  }

  @Override
  void send() {
    // Nothing is kept back.
  }

  @Override
  void begin() throws SQLException {
    update("BEGIN IMMEDIATE");
  }

  @Override
  void snapshot() throws SQLException {
    update("BEGIN");
  }

  @Override
  void commit() throws SQLException {
    update("COMMIT");
  }

  @Override
  void rollback() throws SQLException {
    update("ROLLBACK");
  }
}
