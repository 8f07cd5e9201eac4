package io.tagtrail.bench.world;

import io.tagtrail.store.LedgerSettings;
import io.tagtrail.store.PostgresSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// PostgreSQL: a database for each place, on the server that `TAGTRAIL_BENCH_POSTGRES` names
/// (`postgresql://host:port`, user and password in `TAGTRAIL_BENCH_POSTGRES_USER` and `_PASSWORD`;
/// the user must be allowed to make databases), else on one that is started for the run.
public final class PostgresServer implements Databases {
  private static final String SCHEMA = "tagtrail";

  private final @Nullable EmbeddedPostgres own;
  private final String address;
  private final String user;
  private final @Nullable String password;
  private final String version;

  private PostgresServer(
      @Nullable EmbeddedPostgres own, String address, String user, @Nullable String password)
      throws SQLException {
    this.own = own;
    this.address = address;
    this.user = user;
    this.password = password;
    try (var connection = connect("postgres", "");
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SHOW server_version")) {
      rows.next();
      this.version = rows.getString(1).split(" ", 2)[0];
    }
  }

  /// @param folder for its files, where it is started here
  public static PostgresServer start(Path folder) throws IOException, SQLException {
    var named = System.getenv("TAGTRAIL_BENCH_POSTGRES");
    if (named != null) {
      return new PostgresServer(
          null,
          named,
          System.getenv().getOrDefault("TAGTRAIL_BENCH_POSTGRES_USER", "postgres"),
          System.getenv("TAGTRAIL_BENCH_POSTGRES_PASSWORD"));
    }
    // Durable as a real one is, and with the memory that a small real one has.
    var own =
        EmbeddedPostgres.builder()
            .setDataDirectory(folder)
            .setServerConfig("fsync", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("max_connections", "200")
            .setServerConfig("shared_buffers", "1GB")
            .setServerConfig("max_wal_size", "4GB")
            .start();
    return new PostgresServer(own, "postgresql://localhost:" + own.getPort(), "postgres", null);
  }

  @Override
  public String name() {
    return "PostgreSQL " + version;
  }

  @Override
  public LedgerSettings ledger(String place) throws SQLException {
    make(place);
    return PostgresSettings.of(address + "/" + database(place), user, () -> password);
  }

  @Override
  public String yaml(String place) throws SQLException {
    make(place);
    return "{url: \"%s/%s\", user: \"%s\"%s}"
        .formatted(
            address,
            database(place),
            user,
            password == null ? "" : ", passwordEnv: TAGTRAIL_BENCH_POSTGRES_PASSWORD");
  }

  @Override
  public Connection inside(String place) throws SQLException {
    return connect(database(place), "&currentSchema=" + SCHEMA);
  }

  @Override
  public Connection plain(String place) throws SQLException {
    make(place);
    return connect(database(place), "");
  }

  @Override
  public String words(String statement) {
    return statement
        .replace("NUMBER", "BIGINT")
        .replace("BYTES", "BYTEA")
        .replace("WORDS", "TEXT COLLATE \"C\"")
        .replace(" STRICT", "");
  }

  @Override
  public void settle(String place) throws SQLException {
    try (var connection = inside(place)) {
      run(connection, "VACUUM (ANALYZE)");
      run(connection, "CHECKPOINT");
    }
  }

  @Override
  public long bytes(String place) throws SQLException {
    try (var connection = connect("postgres", "");
        var select = connection.prepareStatement("SELECT pg_database_size(?)")) {
      select.setString(1, database(place));
      try (var rows = select.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  private void make(String place) throws SQLException {
    try (var connection = connect("postgres", "");
        var select = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
      select.setString(1, database(place));
      try (var rows = select.executeQuery()) {
        if (rows.next()) {
          return;
        }
      }
      run(
          connection,
          "CREATE DATABASE %s ENCODING 'UTF8' TEMPLATE template0".formatted(database(place)));
    }
  }

  @Override
  public void drop(String place) throws SQLException {
    try (var connection = connect("postgres", "")) {
      run(connection, "DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(database(place)));
    }
  }

  private static void run(Connection connection, String statement) throws SQLException {
    try (var run = connection.createStatement()) {
      run.execute(statement);
    }
  }

  private Connection connect(String database, String more) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", user);
    if (password != null) {
      properties.setProperty("password", password);
    }
    return DriverManager.getConnection(
        "jdbc:" + address + "/" + database + "?reWriteBatchedInserts=true" + more, properties);
  }

  /// Nothing else than what this run made: the server may be somebody's.
  private static String database(String place) {
    return "tagtrail_bench_" + place.replace('-', '_');
  }

  @Override
  public void close() throws IOException {
    if (own != null) {
      own.close();
    }
  }
}
