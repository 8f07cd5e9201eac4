package io.tagtrail.store;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.LedgerException.Kind;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A ledger in PostgreSQL, as the rest of the store sees it.
final class PostgresDatabase implements Database {
  /// So that a connection does not lead for ever to where the name of the host once did.
  private static final Duration OLDEST_CONNECTION = Duration.ofMinutes(10);

  private static final Duration PAUSE = Duration.ofMillis(20);

  private final PostgresSettings settings;
  private final PostgresConnections connections;
  private final String name;
  private volatile @Nullable String origin;

  PostgresDatabase(PostgresSettings settings) {
    this.settings = settings;
    this.name = "ledger " + settings.shown();
    this.connections = new PostgresConnections(settings, name);
  }

  static Opened existing(PostgresSettings settings, boolean halfCopied) {
    var database = new PostgresDatabase(settings);
    var opened =
        Opened.of(
            database,
            new Readers(database, settings.readers()),
            new Writer(database),
            new Writer(database),
            halfCopied);
    database.origin = opened.origin();
    return opened;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Db reader() throws SQLException {
    return known(connections.open(false));
  }

  @Override
  public Db writer() throws SQLException {
    return known(connections.open(true));
  }

  /// A connection for making a ledger where there is none yet.
  Db maker() throws SQLException {
    return connections.open(true);
  }

  /// A name of a host can come to mean another database.
  private Db known(Db db) throws SQLException {
    var expected = origin;
    if (expected == null) {
      return db;
    }
    try {
      var actual = Opened.origin(db);
      if (!actual.equals(expected)) {
        throw new LedgerException(
            Kind.REFUSED,
            "%s is another ledger now: %s, where it was %s; nothing was changed. Check the address"
                .formatted(name, actual, expected));
      }
      return db;
    } catch (SQLException | RuntimeException e) {
      try {
        db.close();
      } catch (SQLException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  @Override
  public boolean isStale(Db db) {
    return db instanceof PostgresDb one
        && System.nanoTime() - one.opened() > OLDEST_CONNECTION.toNanos();
  }

  @Override
  public boolean isBroken(SQLException e) {
    return PostgresFailures.isBroken(e);
  }

  @Override
  public LedgerException failure(String doing, SQLException e) {
    return PostgresFailures.of(name, doing, e);
  }

  @Override
  public boolean isCorrupt(SQLException e) {
    return PostgresFailures.isCorrupt(e);
  }

  @Override
  public int missingSteps(Db db) throws SQLException {
    if (!PostgresSchema.isLedger(db)) {
      throw new LedgerException(
          Kind.REFUSED,
          "there is no ledger in %s, schema %s; nothing was changed. Make one first, or name its"
                  .formatted(settings.shown(), settings.schema())
              + " database");
    }
    return PostgresSchema.missing(name, db);
  }

  @Override
  public void migrate(Db db) throws SQLException {
    PostgresSchema.migrate(name, db);
  }

  /// The lock is the queue in which processes wait for each other; that nobody moved the head is
  /// made sure of by comparing and setting it.
  @Override
  public Held hold(Db db) throws SQLException {
    return db.first(
            "SELECT " + Log.COLUMNS + ", generation FROM log WHERE id = 1 FOR UPDATE",
            row -> new Held(Log.of(row), row.getLong(5)))
        .orElseThrow(Log::missing);
  }

  @Override
  public void rebuilt(Db db) throws SQLException {
    db.update("UPDATE log SET generation = generation + 1 WHERE id = 1");
  }

  @Override
  public void beforeCommit() {}

  @Override
  public void commit(Db db) throws SQLException {
    db.commit();
  }

  /// Even an error that the database reports can come after the commit: we look.
  @Override
  public boolean isUndone(SQLException e) {
    return false;
  }

  @Override
  public boolean hadNoRoom(SQLException e) {
    return false;
  }

  @Override
  public Duration patience() {
    return settings.patience();
  }

  /// The database may not know yet that the connection is gone, and may still be committing.
  @Override
  public void end(Db lost, Db again) throws SQLException {
    if (!(lost instanceof PostgresDb gone)) {
      return;
    }
    long until = System.nanoTime() + settings.lock().toNanos();
    while (again.number(
            """
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE pid = ? AND extract(epoch FROM backend_start)::text = ? AND pid <> pg_backend_pid()\
            """,
            gone.backend().pid(),
            gone.backend().started())
        > 0) {
      if (System.nanoTime() - until > 0) {
        throw new SQLException("the earlier connection does not end", "55P03");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  @Override
  public void settled(Db again, boolean there) {
    // The commit that followed is on the disk, and on the standbys, after the one that was looked
    // for.
  }

  /// The text is gone from the table; the row's old version goes at the next vacuum, and from the
  /// write-ahead log with its files.
  @Override
  public void erased(Writer writer) {}

  @Override
  public void checkItself(Db db, Findings findings) throws SQLException {
    if (!PostgresSchema.fingerprint(db).equals(PostgresSchema.FINGERPRINT)) {
      findings.add(
          Finding.Kind.FILE,
          "tables, indexes, triggers or functions are not those that Tagtrail makes");
    }
  }
}
