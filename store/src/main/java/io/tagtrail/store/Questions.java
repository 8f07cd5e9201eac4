package io.tagtrail.store;

import io.tagtrail.core.event.Event;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Stream;
import io.tagtrail.tlog.Proofs;
import io.tagtrail.tlog.TileReader;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The questions of the port in SQL. Each finds its page by an index of the narrow table and reads
/// the bodies of that page alone.
final class Questions {
  private Questions() {}

  static List<Entry> entries(Db db, long from, int limit) throws SQLException {
    return db.list(
        "SELECT idx, body FROM entry WHERE idx >= ? ORDER BY idx LIMIT ?",
        row -> decode(row.getLong(1), row.getBytes(2)),
        from,
        limit);
  }

  static Optional<Entry> entry(Db db, long index) throws SQLException {
    return db.first(
        "SELECT idx, body FROM entry WHERE idx = ?",
        row -> decode(row.getLong(1), row.getBytes(2)),
        index);
  }

  static List<Entry> history(Db db, Stream stream, long before, int limit) throws SQLException {
    return page(
        db,
        "SELECT idx, idx AS at FROM event WHERE stream = ? AND idx < ?"
            + " ORDER BY idx DESC LIMIT ?",
        stream.key(),
        before,
        limit);
  }

  /// In the order of sequences, by which the page is cut: an intent that is settled late brings a
  /// lower one after a higher one.
  static List<Entry> changes(Db db, Alias alias, long before, int limit) throws SQLException {
    return page(
        db,
        "SELECT idx, sequence AS at FROM event WHERE stream = ? AND sequence < ?"
            + " ORDER BY sequence DESC LIMIT ?",
        alias.stream().key(),
        before,
        limit);
  }

  static List<Entry> governing(Db db, Alias alias, long before, int limit) throws SQLException {
    return page(
        db,
        """
        SELECT idx, sequence AS at FROM event WHERE stream = ? AND sequence < ? AND governs = 1
        ORDER BY sequence DESC LIMIT ?\
        """,
        alias.stream().key(),
        before,
        limit);
  }

  static Optional<Entry> bySequence(Db db, Alias alias, long sequence) throws SQLException {
    return one(
        db,
        "SELECT idx, idx AS at FROM event WHERE stream = ? AND sequence = ?",
        alias.stream().key(),
        sequence);
  }

  static Optional<Entry> asOf(Db db, Alias alias, Instant time) throws SQLException {
    return one(
        db,
        """
        SELECT idx, idx AS at FROM event WHERE stream = ? AND idx < ? AND sequence IS NOT NULL
        ORDER BY idx DESC LIMIT 1\
        """,
        alias.stream().key(),
        countUntil(db, time));
  }

  static Optional<Entry> byKey(Db db, Alias alias, Digest key) throws SQLException {
    return one(
        db,
        "SELECT idx, idx AS at FROM event WHERE request_key = ? AND stream = ?"
            + " ORDER BY idx DESC LIMIT 1",
        Columns.bytes(key),
        alias.stream().key());
  }

  static List<Entry> byBundle(Db db, Digest bundle, long before, int limit) throws SQLException {
    return page(
        db,
        "SELECT idx, idx AS at FROM named WHERE digest = ? AND idx < ? ORDER BY idx DESC LIMIT ?",
        Columns.bytes(bundle),
        before,
        limit);
  }

  static List<Entry> byCommit(Db db, String commit, long before, int limit) throws SQLException {
    var prefix = Commits.asked(commit);
    // 'g' comes after every hexadecimal digit. The sum keeps a planner from walking down all
    // entries
    // in the hope of meeting enough of the range soon.
    return page(
        db,
        """
        SELECT idx, idx AS at FROM event WHERE revision >= ? AND revision < ? AND idx < ?
        ORDER BY idx + 0 DESC LIMIT ?\
        """,
        prefix,
        prefix + "g",
        before,
        limit);
  }

  static List<Entry> byPipeline(Db db, String id, long before, int limit) throws SQLException {
    return page(
        db,
        "SELECT idx, idx AS at FROM event WHERE pipeline = ? AND idx < ?"
            + " ORDER BY idx DESC LIMIT ?",
        id,
        before,
        limit);
  }

  static List<Alias> aliases(Db db) throws SQLException {
    return db.list(
        "SELECT key FROM stream WHERE key LIKE '%/%' ORDER BY key",
        row -> Alias.parse(row.getString(1)));
  }

  static List<Digest> inclusion(Db db, long index, long size) throws SQLException {
    long there = Log.read(db).size();
    if (size > there) {
      throw new IllegalArgumentException("the log has %d entries, not %d".formatted(there, size));
    }
    try {
      var hashes = new TileReader(size, new Tiles(db));
      return Proofs.inclusion(index, size, hashes).stream().map(Columns::digest).toList();
    } catch (Tiles.ReadFailure e) {
      throw e.sql();
    }
  }

  /// How many entries there were at a time. Times grow with indices, so that no index over times is
  /// needed.
  private static long countUntil(Db db, Instant time) throws SQLException {
    long low = 0;
    long high = Log.read(db).size();
    while (low < high) {
      long middle = (low + high) >>> 1;
      long at = db.number("SELECT time FROM event WHERE idx = ?", middle);
      if (Columns.time(at).isAfter(time)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static Optional<Entry> one(Db db, String sql, @Nullable Object... values)
      throws SQLException {
    return page(db, sql, values).stream().findFirst();
  }

  /// @param narrow finds the page by an index: `idx`, and `at`, by which it is ordered
  private static List<Entry> page(Db db, String narrow, @Nullable Object... values)
      throws SQLException {
    return db.list(
        "SELECT p.idx, (SELECT e.body FROM entry e WHERE e.idx = p.idx) FROM ("
            + narrow
            + ") p ORDER BY p.at DESC",
        row -> {
          long index = row.getLong(1);
          var body = row.getBytes(2);
          if (body == null) {
            throw Failures.damaged("entry " + index + " is in an index and not in the log");
          }
          return decode(index, body);
        },
        values);
  }

  static Entry decode(long index, byte[] body) throws SQLException {
    try {
      return new Entry(index, Event.decode(body));
    } catch (JsonException | IllegalArgumentException e) {
      throw Failures.damaged("entry " + index + ": " + e.getMessage());
    }
  }
}
