package io.tagtrail.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A connection to PostgreSQL. Statements run by themselves until a transaction begins.
final class PostgresDb extends Db {
  /// Long questions run in snapshots: a check counts whole tables.
  private static final int LONG_MILLIS = 30 * 60 * 1000;

  private final long opened = System.nanoTime();
  private final PostgresInserts inserts = new PostgresInserts();
  private final Backend backend;
  private final int network;

  /// The process of the database behind a connection.
  ///
  /// @param pid its number, which comes back
  /// @param started when it was started, in seconds since 1970, as the database prints it
  record Backend(int pid, String started) {}

  /// @param network for how long to wait for an answer, in milliseconds
  PostgresDb(Connection connection, Backend backend, int network) {
    super(connection);
    this.backend = backend;
    this.network = network;
  }

  long opened() {
    return opened;
  }

  Backend backend() {
    return backend;
  }

  @Override
  void insert(Table table, List<@Nullable Object[]> rows) throws SQLException {
    if (!rows.isEmpty()) {
      inserts.add(table, rows);
      if (inserts.isLarge()) {
        send();
      }
    }
  }

  @Override
  void send() throws SQLException {
    if (!inserts.isEmpty()) {
      var values = new ArrayList<@Nullable Object>();
      several(inserts.take(connection, values), values.toArray());
    }
  }

  /// Goes along with what was kept back, in one round trip.
  @Override
  int update(String sql, @Nullable Object... values) throws SQLException {
    if (inserts.isEmpty()) {
      return super.update(sql, values);
    }
    var all = new ArrayList<@Nullable Object>();
    var text = inserts.take(connection, all) + ";\n" + sql;
    all.addAll(Arrays.asList(values));
    return several(text, all.toArray());
  }

  /// The driver sends it along with the first statement.
  @Override
  void begin() throws SQLException {
    connection.setAutoCommit(false);
  }

  @Override
  void snapshot() throws SQLException {
    connection.setAutoCommit(false);
    connection.setNetworkTimeout(Runnable::run, LONG_MILLIS + network);
    script(
        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL statement_timeout = "
            + LONG_MILLIS);
  }

  /// A warning counts as no answer: that is how the database says that a commit is on its own disk,
  /// and that it gave up waiting for a standby that must have it too.
  @Override
  void commit() throws SQLException {
    send();
    connection.clearWarnings();
    connection.commit();
    var warning = connection.getWarnings();
    connection.setAutoCommit(true);
    if (warning != null) {
      connection.clearWarnings();
      throw new SQLException(warning.getMessage(), PostgresFailures.WARNED, warning);
    }
  }

  @Override
  void rollback() throws SQLException {
    inserts.clear();
    connection.rollback();
    connection.setAutoCommit(true);
    if (connection.getNetworkTimeout() != network) {
      connection.setNetworkTimeout(Runnable::run, network);
    }
  }
}
