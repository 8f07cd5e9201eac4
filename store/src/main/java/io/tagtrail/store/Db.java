package io.tagtrail.store;

import java.sql.Array;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One connection and its prepared statements; for one thread at a time. Every result set is closed
/// before a method returns: one that stays open keeps SQLite from ever starting its write-ahead log
/// anew.
abstract sealed class Db implements AutoCloseable permits SqliteDb, PostgresDb {
  final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Db(Connection connection) {
    this.connection = connection;
  }

  /// Reads one row.
  @FunctionalInterface
  interface Row<T extends @Nullable Object> {
    T read(ResultSet row) throws SQLException;
  }

  /// Takes rows one by one.
  @FunctionalInterface
  interface Each {
    void take(ResultSet row) throws SQLException;
  }

  <T> List<T> list(String sql, Row<T> read, @Nullable Object... values) throws SQLException {
    var out = new ArrayList<T>();
    each(sql, row -> out.add(read.read(row)), values);
    return out;
  }

  <T> Optional<T> first(String sql, Row<T> read, @Nullable Object... values) throws SQLException {
    send();
    var statement = bound(sql, values);
    try (var rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(read.read(rows)) : Optional.empty();
    } catch (SQLException e) {
      throw forget(sql, e);
    }
  }

  /// The value of the one row that there always is.
  long number(String sql, @Nullable Object... values) throws SQLException {
    return first(sql, row -> row.getLong(1), values)
        .orElseThrow(() -> new SQLException("no row where one must be: " + sql));
  }

  void each(String sql, Each each, @Nullable Object... values) throws SQLException {
    send();
    var statement = bound(sql, values);
    try (var rows = statement.executeQuery()) {
      while (rows.next()) {
        each.take(rows);
      }
    } catch (SQLException e) {
      throw forget(sql, e);
    }
  }

  /// How many rows it changed.
  int update(String sql, @Nullable Object... values) throws SQLException {
    try {
      return bound(sql, values).executeUpdate();
    } catch (SQLException e) {
      throw forget(sql, e);
    }
  }

  /// Runs several statements, which are one text, with all their values.
  ///
  /// @return how many rows the last one changed
  final int several(String sql, @Nullable Object... values) throws SQLException {
    try {
      var statement = bound(sql, values);
      statement.execute();
      int last = statement.getUpdateCount();
      while (statement.getMoreResults() || statement.getUpdateCount() != -1) {
        last = statement.getUpdateCount();
      }
      return last;
    } catch (SQLException e) {
      throw forget(sql, e);
    }
  }

  /// Runs one statement with the values of each row, in order. A row of `rows` has as many values
  /// as the statement has places.
  void updates(String sql, List<@Nullable Object[]> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    send();
    try {
      var statement = prepared(sql);
      for (var row : rows) {
        bind(statement, row);
        statement.addBatch();
      }
      statement.executeBatch();
    } catch (BatchUpdateException e) {
      throw forget(sql, e.getNextException() == null ? e : e.getNextException());
    } catch (SQLException e) {
      throw forget(sql, e);
    }
  }

  /// Inserts rows, each with a value for every column of the table, in order. They may be sent only
  /// with the next statement or the commit, whose failure is then theirs.
  abstract void insert(Table table, List<@Nullable Object[]> rows) throws SQLException;

  /// Sends what was kept back.
  abstract void send() throws SQLException;

  /// Runs a script without values, of any number of statements.
  void script(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  /// The text that a pragma answers with.
  String pragma(String pragma) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("PRAGMA " + pragma)) {
      return rows.next() ? rows.getString(1) : "";
    }
  }

  /// A transaction that writes.
  abstract void begin() throws SQLException;

  /// A transaction that only reads: what it sees does not change until [#rollback].
  abstract void snapshot() throws SQLException;

  abstract void commit() throws SQLException;

  abstract void rollback() throws SQLException;

  @Override
  public void close() throws SQLException {
    try (connection) {
      for (var statement : prepared.values()) {
        statement.close();
      }
      prepared.clear();
    }
  }

  /// The driver closes a statement that failed, without saying so: it must not be used again.
  private SQLException forget(String sql, SQLException failure) {
    var statement = prepared.remove(sql);
    if (statement != null) {
      try {
        statement.close();
      } catch (SQLException e) {
        failure.addSuppressed(e);
      }
    }
    return failure;
  }

  private PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
    var statement = prepared(sql);
    bind(statement, values);
    return statement;
  }

  private PreparedStatement prepared(String sql) throws SQLException {
    var statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    return statement;
  }

  private static void bind(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      switch (values[i]) {
        case null -> statement.setNull(i + 1, java.sql.Types.NULL);
        case Long number -> statement.setLong(i + 1, number);
        case Integer number -> statement.setInt(i + 1, number);
        case byte[] bytes -> statement.setBytes(i + 1, bytes);
        case Array array -> statement.setArray(i + 1, array);
        case String text -> statement.setString(i + 1, text);
        case Object other ->
            throw new IllegalArgumentException("no column holds a " + other.getClass());
      }
    }
  }
}
