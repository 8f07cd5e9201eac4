package io.tagtrail.store;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.LedgerException.Kind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;

/// Opens connections, and makes sure of each that what is acknowledged on it is on the disk.
final class PostgresConnections {
  private static final int OLDEST = 14;
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Set<String> DURABLE = Set.of("on", "remote_apply");

  private final PostgresSettings settings;
  private final String name;

  PostgresConnections(PostgresSettings settings, String name) {
    this.settings = settings;
    this.name = name;
  }

  /// What a connection says of its database, before anything is set on it.
  private record Found(
      boolean follows,
      boolean readOnly,
      String synchronousCommit,
      String fsync,
      String fullPageWrites,
      String encoding,
      int version,
      PostgresDb.Backend backend) {
    static Found read(ResultSet row) throws SQLException {
      return new Found(
          row.getBoolean(1),
          row.getString(2).equals("on"),
          row.getString(3),
          row.getString(4),
          row.getString(5),
          row.getString(6),
          row.getInt(7) / 10_000,
          new PostgresDb.Backend(row.getInt(8), row.getString(9)));
    }
  }

  /// @param write whether it is to write
  /// @throws LedgerException if the database does not keep what it acknowledges
  PostgresDb open(boolean write) throws SQLException {
    var properties = new Properties();
    if (settings.user() != null) {
      properties.setProperty("user", settings.user());
    }
    var password = settings.password().get();
    if (password != null) {
      properties.setProperty("password", password);
    }
    long answer = settings.statement().plus(GRACE).toMillis();
    properties.setProperty("connectTimeout", seconds(settings.connect().toMillis()));
    properties.setProperty("socketTimeout", seconds(answer));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("assumeMinServerVersion", String.valueOf(OLDEST));
    properties.setProperty("reWriteBatchedInserts", "true");
    properties.setProperty("defaultRowFetchSize", "500");
    // Details quote rows, and rows hold names and texts of people.
    properties.setProperty("logServerErrorDetail", "false");
    if (!settings.url().contains("ApplicationName=")) {
      properties.setProperty("ApplicationName", "tagtrail");
    }
    var connection = DriverManager.getConnection(settings.url(), properties);
    try {
      return prepared(connection, write);
    } catch (SQLException | RuntimeException e) {
      try {
        connection.close();
      } catch (SQLException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  private PostgresDb prepared(Connection connection, boolean write) throws SQLException {
    Found found;
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT pg_is_in_recovery(), current_setting('default_transaction_read_only'),
                  current_setting('synchronous_commit'), current_setting('fsync'),
                  current_setting('full_page_writes'), current_setting('server_encoding'),
                  current_setting('server_version_num')::int, pg_backend_pid(),
                  (SELECT extract(epoch FROM backend_start)::text FROM pg_stat_activity
                   WHERE pid = pg_backend_pid())\
                """)) {
      rows.next();
      found = Found.read(rows);
    }
    judge(found);
    try (var statement = connection.createStatement()) {
      statement.execute(session(found, write));
    }
    return new PostgresDb(connection, found.backend(), connection.getNetworkTimeout());
  }

  private void judge(Found found) throws SQLException {
    if (found.follows()) {
      throw new SQLException("this database follows another one", PostgresFailures.READ_ONLY);
    }
    if (found.readOnly()) {
      throw new SQLException("default_transaction_read_only is on", PostgresFailures.READ_ONLY);
    }
    if (found.version() < OLDEST) {
      throw unsafe("it is PostgreSQL %d, %d is the oldest".formatted(found.version(), OLDEST));
    }
    if (!found.encoding().equals("UTF8")) {
      throw unsafe(
          "its encoding is %s, which cannot hold every name: make it with ENCODING 'UTF8'"
              .formatted(found.encoding()));
    }
    if (!DURABLE.contains(found.synchronousCommit())) {
      throw unsafe(
          "synchronous_commit is '%s' for this user and database, so that what was acknowledged can"
                  .formatted(found.synchronousCommit())
              + " be lost: set it to 'on' (ALTER SYSTEM, ALTER DATABASE or ALTER ROLE)");
    }
    mustBeOn("fsync", found.fsync());
    mustBeOn("full_page_writes", found.fullPageWrites());
  }

  private void mustBeOn(String setting, String value) {
    if (!value.equals("on")) {
      throw unsafe(
          "%s is '%s', so that a power cut can destroy it: set it to 'on'"
              .formatted(setting, value));
    }
  }

  /// What was found is set, so that no reload of the configuration takes it from this session.
  private String session(Found found, boolean write) {
    return """
    SET search_path TO "%s", pg_temp;
    SET synchronous_commit = %s;
    SET default_transaction_isolation = 'read committed';
    SET default_transaction_read_only = %s;
    SET statement_timeout = %d;
    SET lock_timeout = %d;
    SET idle_in_transaction_session_timeout = %d;
    SET idle_session_timeout = 0;
    SET client_min_messages = warning;
    SET TimeZone = 'UTC'\
    """
        .formatted(
            settings.schema(),
            found.synchronousCommit(),
            write ? "off" : "on",
            settings.statement().toMillis(),
            settings.lock().toMillis(),
            settings.idle().toMillis());
  }

  private LedgerException unsafe(String what) {
    return new LedgerException(
        Kind.REFUSED, "%s cannot be used safely: %s; nothing was changed".formatted(name, what));
  }

  private static String seconds(long millis) {
    return String.valueOf(Math.max(1, (millis + 999) / 1000));
  }
}
