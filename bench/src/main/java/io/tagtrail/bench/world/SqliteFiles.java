package io.tagtrail.bench.world;

import io.tagtrail.store.LedgerSettings;
import io.tagtrail.store.Options;
import io.tagtrail.store.SqliteSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// SQLite: a folder for each place.
public record SqliteFiles(Path folder) implements Databases {
  @Override
  public String name() {
    return "SQLite";
  }

  @Override
  public LedgerSettings ledger(String place) {
    return new SqliteSettings(folder.resolve(place), Options.DEFAULTS);
  }

  @Override
  public String yaml(String place) {
    return "{path: \"%s\", durable: true}".formatted(folder.resolve(place).toAbsolutePath());
  }

  @Override
  public Connection inside(String place) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(place).resolve("ledger.db"));
  }

  @Override
  public Connection plain(String place) throws SQLException, IOException {
    Files.createDirectories(folder.resolve(place));
    var connection =
        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(place).resolve("plain.db"));
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("PRAGMA wal_autocheckpoint = 16000");
    }
    return connection;
  }

  @Override
  public String words(String statement) {
    return statement.replace("NUMBER", "INTEGER").replace("BYTES", "BLOB").replace("WORDS", "TEXT");
  }

  @Override
  public void settle(String place) throws SQLException {
    try (var connection = inside(place);
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
  }

  @Override
  public long bytes(String place) throws IOException {
    long sum = 0;
    try (var files = Files.walk(folder.resolve(place))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        sum += Files.size(file);
      }
    }
    return sum;
  }

  @Override
  public void drop(String place) throws IOException {
    Folders.delete(folder.resolve(place));
  }

  @Override
  public void close() throws IOException {
    Folders.delete(folder);
  }
}
