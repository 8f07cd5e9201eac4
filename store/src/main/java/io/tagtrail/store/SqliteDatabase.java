package io.tagtrail.store;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.LedgerException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A ledger's file, as the rest of the store sees it.
final class SqliteDatabase implements Database {
  private static final int FILE_PROBLEMS = 50;

  private final Place place;
  private final Connections connections;
  private final Seams seams;
  private volatile @Nullable Object fileKey;

  private SqliteDatabase(Place place, Connections connections, Seams seams) {
    this.place = place;
    this.connections = connections;
    this.seams = seams;
  }

  /// Opens the ledger in a folder.
  static Opened existing(Path folder, Options options, Seams seams) {
    return existing(folder, options, seams, false);
  }

  static Opened existing(Path folder, Options options, Seams seams, boolean halfCopied) {
    var place = Place.of(folder);
    if (!place.hasFile()) {
      throw new LedgerException(
          Kind.REFUSED,
          "there is no ledger in %s%s; nothing was changed. Make one first, or name its folder"
              .formatted(
                  place.folder(),
                  Files.isDirectory(place.folder()) ? "" : ", which is not a folder"));
    }
    place.mustBeLocal(seams.types());
    var database = new SqliteDatabase(place, new Connections(place.file(), options), seams);
    var writer = new Writer(database);
    return Opened.of(
        database, new Readers(database, options.readers()), writer, writer, halfCopied);
  }

  @Override
  public String name() {
    return "ledger " + place.file();
  }

  @Override
  public Db reader() throws SQLException {
    return connections.reader();
  }

  @Override
  public Db writer() throws SQLException {
    var db = connections.writer(false);
    fileKey = key();
    return db;
  }

  @Override
  public boolean isStale(Db db) {
    return false;
  }

  @Override
  public boolean isBroken(SQLException e) {
    return false;
  }

  @Override
  public LedgerException failure(String doing, SQLException e) {
    return Failures.of(place.file(), doing, e);
  }

  @Override
  public boolean isCorrupt(SQLException e) {
    return Failures.isCorrupt(e);
  }

  @Override
  public int missingSteps(Db db) throws SQLException {
    if (!Schema.isLedger(db)) {
      throw new LedgerException(
          Kind.REFUSED,
          "%s is not a ledger; nothing was changed. If it was being made when the machine stopped,"
                  .formatted(place.file())
              + " make it again; if it is something else, move it away");
    }
    int missing = Schema.missing(place.file(), db);
    var mode = db.pragma("journal_mode");
    if (!mode.equals("wal")) {
      throw new LedgerException(
          Kind.REFUSED,
          "the ledger %s was switched to journal mode '%s', in which others cannot read while one"
                  .formatted(place.file(), mode)
              + " writes; nothing was changed. Run 'PRAGMA journal_mode = WAL' on it");
    }
    return missing;
  }

  @Override
  public void migrate(Db db) throws SQLException {
    // Another process may have done it since.
    Schema.migrate(db, Schema.steps() - Schema.missing(place.file(), db));
  }

  /// `data_version` changes whenever another connection has committed anything: a process, a tool,
  /// a rebuild elsewhere.
  @Override
  public Held hold(Db db) throws SQLException {
    return new Held(Log.read(db), db.number("PRAGMA data_version"));
  }

  @Override
  public void rebuilt(Db db) {}

  /// SQLite would go on writing to a file that somebody has deleted or replaced, and all of it
  /// would be lost.
  @Override
  public void beforeCommit() {
    var now = key();
    if (now == null || !now.equals(fileKey)) {
      throw new LedgerException(
          Kind.UNAVAILABLE,
          "the ledger %s was deleted or replaced while it was open; nothing was written. Stop every"
                  .formatted(place.file())
              + " process that uses it, put the right file in place, and start again");
    }
  }

  @Override
  public void commit(Db db) throws SQLException {
    seams.commit().commit(db);
  }

  /// SQLite promises for a busy one that nothing was written, and the transaction is still open.
  @Override
  public boolean isUndone(SQLException e) {
    return Failures.isBusy(e);
  }

  /// There was no room for the record that makes a commit, which is the last to be written.
  @Override
  public boolean hadNoRoom(SQLException e) {
    return Failures.isFull(e);
  }

  @Override
  public Duration patience() {
    return Duration.ZERO;
  }

  @Override
  public void end(Db lost, Db again) {
    // Closing the connection ended it.
  }

  @Override
  public void settled(Db again, boolean there) throws SQLException {
    if (there && again.number("PRAGMA wal_checkpoint(FULL)") != 0) {
      throw new SQLException("the write-ahead log could not be checked");
    }
  }

  /// The text also stands in the write-ahead log. Readers can keep it there for a while; the next
  /// checkpoint that finds none of them overwrites it.
  @Override
  public void erased(Writer writer) {
    writer.direct("erasing a side record", db -> db.pragma("wal_checkpoint(TRUNCATE)"));
  }

  @Override
  public void checkItself(Db db, Findings findings) throws SQLException {
    db.each(
        "PRAGMA integrity_check(" + FILE_PROBLEMS + ")",
        row -> {
          var problem = row.getString(1);
          if (!problem.equals("ok")) {
            findings.add(Finding.Kind.FILE, problem);
          }
        });
  }

  private @Nullable Object key() {
    try {
      var key = place.fileKey();
      return key == null ? place.file() : key;
    } catch (IOException e) {
      return null;
    }
  }
}
