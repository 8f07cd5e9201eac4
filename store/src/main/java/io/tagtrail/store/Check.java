package io.tagtrail.store;

import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Stream;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;

/// Holds everything in the database to the entries, and the entries to each other.
///
/// Entries never change, so most of them are read in parts, without a snapshot that would keep the
/// write-ahead log from being reset; only the last part and the tables are read in one.
final class Check {
  private static final long PART = 5_000;

  private final Database database;
  private final Db db;
  private final Findings findings = new Findings();
  private final EntryCheck entries;
  private long erased;

  Check(Database database, Db db) {
    this.database = database;
    this.db = db;
    this.entries = new EntryCheck(db, findings);
  }

  CheckReport run() throws SQLException {
    try {
      database.checkItself(db, findings);
      while (Log.read(db).size() - entries.count() > PART) {
        if (entries.until(entries.count() + PART) == 0) {
          break;
        }
      }
      db.snapshot();
      try {
        rest();
      } finally {
        db.rollback();
      }
    } catch (SQLException e) {
      if (!database.isCorrupt(e)) {
        throw e;
      }
      findings.add(Finding.Kind.FILE, "it cannot be read on: " + e.getMessage());
    }
    return new CheckReport(
        entries.count(),
        Columns.digest(entries.log().root()),
        erased,
        findings.list(),
        findings.more());
  }

  private void rest() throws SQLException {
    entries.until(Long.MAX_VALUE);
    head();
    entries.tiles().done();
    rows();
    streams();
    sides();
    documents();
    db.each(
        "SELECT idx, kind FROM outbox WHERE idx >= ? OR idx < 0",
        row -> findings.add(Finding.Kind.OUTBOX, row.getLong(1), "a task of no entry"),
        entries.count());
  }

  private void head() throws SQLException {
    Log kept = Log.read(db);
    var made = entries.log();
    if (!kept.sameAs(made)) {
      findings.add(
          Finding.Kind.HEAD,
          "the head says %d entries, root %s; the entries are %d and add up to %s"
              .formatted(kept.size(), kept.root().hex(), made.size(), made.root().hex()));
    }
  }

  private void rows() throws SQLException {
    long rows = db.number("SELECT count(*) FROM event");
    if (rows > entries.count()) {
      findings.add(
          Finding.Kind.PROJECTION,
          "there are %d rows for questions about %d entries".formatted(rows, entries.count()));
    }
    var kept = new NamedSum();
    db.each("SELECT digest, idx FROM named", row -> kept.add(row.getBytes(1), row.getLong(2)));
    if (!kept.sameAs(entries.named())) {
      findings.add(
          Finding.Kind.PROJECTION,
          "the table of bundles has %d rows that are not the %d that the entries make"
              .formatted(kept.count(), entries.named().count()));
    }
  }

  private void streams() throws SQLException {
    var missing = new HashSet<>(entries.states().keySet());
    var byKey = new HashMap<String, Stream>();
    missing.forEach(stream -> byKey.put(stream.key(), stream));
    db.each(
        "SELECT key, version, state FROM stream",
        row -> {
          var key = row.getString(1);
          var stream = byKey.get(key);
          if (stream == null) {
            findings.add(
                Finding.Kind.PROJECTION, "there is a state of '%s', and no entry".formatted(key));
            return;
          }
          missing.remove(stream);
          compare(stream, row.getLong(2), row.getBytes(3));
        });
    for (var stream : missing) {
      findings.add(Finding.Kind.PROJECTION, "the state of %s is missing".formatted(stream));
    }
    for (var state : entries.states().values()) {
      if (state instanceof AliasState alias && !entries.broken().contains(alias.alias().stream())) {
        entries.sequences().done(alias);
      }
    }
  }

  private void compare(Stream stream, long version, byte[] kept) {
    var state = entries.states().get(stream);
    if (state == null || entries.broken().contains(stream)) {
      return;
    }
    if (state.version() != version || !Arrays.equals(state.toJson().canonicalBytes(), kept)) {
      findings.add(
          Finding.Kind.PROJECTION,
          "the state of %s is not what its entries add up to".formatted(stream));
    }
  }

  private void sides() throws SQLException {
    db.each(
        "SELECT commitment, field, salt, value FROM side",
        row -> {
          var value = row.getString(4);
          if (value == null) {
            erased++;
            return;
          }
          boolean fits;
          try {
            var side = new SideRecord(row.getString(2), row.getString(3), value);
            fits = Arrays.equals(Columns.bytes(side.commitment()), row.getBytes(1));
          } catch (IllegalArgumentException e) {
            fits = false;
          }
          if (!fits) {
            findings.add(Finding.Kind.SIDE, "a side record is not what an entry committed to");
          }
        });
  }

  private void documents() throws SQLException {
    db.each(
        "SELECT digest, bytes FROM document",
        row -> {
          var kept = row.getBytes(1);
          if (!Arrays.equals(Columns.bytes(Digest.of(row.getBytes(2))), kept)) {
            findings.add(
                Finding.Kind.DOCUMENT,
                "the document %s has other bytes than its digest says"
                    .formatted(HexFormat.of().formatHex(kept)));
          }
        });
  }
}
