package io.tagtrail.bench.world;

import io.tagtrail.core.event.Event;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The entries of a ledger as plain rows: what they cost without comparing, hashing, tree and
/// projections.
public final class PlainRows {
  private final List<Entry> entries;
  private final List<byte[]> bodies;

  private PlainRows(List<Entry> entries) {
    this.entries = entries;
    this.bodies = entries.stream().map(entry -> entry.event().encode()).toList();
  }

  public static PlainRows of(Ledger ledger) {
    var all = new ArrayList<Entry>();
    for (var page = ledger.entries(0, 1000);
        !page.isEmpty();
        page = ledger.entries(all.size(), 1000)) {
      all.addAll(page);
    }
    return new PlainRows(all);
  }

  /// Inserts all of them into a new file.
  ///
  /// @param group rows a commit
  /// @return nanoseconds from the first insert to the last commit
  public long insert(Path file, int group) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      prepare(connection);
      connection.setAutoCommit(false);
      try (var insert =
          connection.prepareStatement(
              "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
        long began = System.nanoTime();
        for (int i = 0; i < entries.size(); i++) {
          bind(insert, entries.get(i), bodies.get(i));
          insert.executeUpdate();
          if ((i + 1) % group == 0) {
            connection.commit();
          }
        }
        connection.commit();
        return System.nanoTime() - began;
      }
    }
  }

  private static void prepare(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("PRAGMA wal_autocheckpoint = 16000");
      statement.execute(
          """
          CREATE TABLE event (
            idx INTEGER PRIMARY KEY, leaf BLOB NOT NULL, body BLOB NOT NULL,
            stream TEXT NOT NULL, kind TEXT NOT NULL, time INTEGER NOT NULL, sequence INTEGER,
            governs INTEGER NOT NULL, pipeline TEXT, revision TEXT, request_key BLOB,
            digest BLOB) STRICT\
          """);
      for (var index :
          List.of(
              "by_stream ON event (stream, idx)",
              "by_sequence ON event (stream, sequence, idx)",
              "by_pipeline ON event (pipeline, idx)",
              "by_revision ON event (revision, idx)",
              "by_key ON event (request_key, idx)",
              "by_digest ON event (digest, idx)")) {
        statement.execute("CREATE INDEX " + index);
      }
    }
  }

  private static void bind(PreparedStatement insert, Entry entry, byte[] body) throws SQLException {
    Event event = entry.event();
    var change = event.needChange();
    var digest = Objects.requireNonNull(change.digest(), "all of them name a bundle");
    boolean moved = event.kind().governs();
    var key = event.key();
    insert.setLong(1, entry.index());
    insert.setBytes(2, bytes(digest.hex()));
    insert.setBytes(3, body);
    insert.setString(4, event.stream().key());
    insert.setString(5, event.kind().label());
    insert.setLong(6, event.time().toEpochMilli());
    insert.setLong(7, change.sequence());
    insert.setInt(8, moved ? 1 : 0);
    insert.setString(9, moved ? event.facts().pipeline().id() : null);
    insert.setString(10, moved ? event.facts().source().revision() : null);
    insert.setBytes(11, moved && key != null ? bytes(key.key().hex()) : null);
    insert.setBytes(12, bytes(digest.hex()));
  }

  private static byte[] bytes(String hex) {
    return java.util.HexFormat.of().parseHex(hex);
  }
}
