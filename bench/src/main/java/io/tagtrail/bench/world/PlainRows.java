package io.tagtrail.bench.world;

import io.tagtrail.core.event.Event;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import java.sql.Connection;
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

  /// Inserts all of them, in commits of as many rows; a group goes to the database at once.
  ///
  /// @param connection to an empty place; is closed
  /// @param group rows a commit
  /// @return nanoseconds from the first insert to the last commit
  public long insert(Databases databases, Connection connection, int group) throws SQLException {
    try (connection) {
      prepare(databases, connection);
      // A row alone is its own commit: one round trip.
      connection.setAutoCommit(group == 1);
      try (var insert =
          connection.prepareStatement(
              "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
        long began = System.nanoTime();
        for (int i = 0; i < entries.size(); i++) {
          bind(insert, entries.get(i), bodies.get(i));
          if (group == 1) {
            insert.executeUpdate();
            continue;
          }
          insert.addBatch();
          if ((i + 1) % group == 0 || i + 1 == entries.size()) {
            insert.executeBatch();
            connection.commit();
          }
        }
        return System.nanoTime() - began;
      }
    }
  }

  private static void prepare(Databases databases, Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          databases.words(
              """
              CREATE TABLE event (
                idx NUMBER PRIMARY KEY, leaf BYTES NOT NULL, body BYTES NOT NULL,
                stream WORDS NOT NULL, kind WORDS NOT NULL, time NUMBER NOT NULL, sequence NUMBER,
                governs NUMBER NOT NULL, pipeline WORDS, revision WORDS, request_key BYTES,
                digest BYTES) STRICT\
              """));
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
