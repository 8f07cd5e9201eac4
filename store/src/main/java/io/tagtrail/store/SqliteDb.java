package io.tagtrail.store;

import java.sql.Connection;
import java.sql.SQLException;

/// A connection to a SQLite file.
final class SqliteDb extends Db {
  SqliteDb(Connection connection) {
    super(connection);
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
