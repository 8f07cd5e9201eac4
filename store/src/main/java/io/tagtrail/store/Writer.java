package io.tagtrail.store;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.LedgerException.Kind;
import io.tagtrail.core.model.Text;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One connection that writes, for one thread at a time, opened when it is first needed and opened
/// anew when it broke.
final class Writer implements AutoCloseable {
  private static final long PAUSE_MILLIS = 100;

  private final Database database;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Db db;
  private boolean closed;

  Writer(Database database) {
    this.database = database;
  }

  /// What is done inside a transaction. It may be done again from the beginning if the connection
  /// breaks under it.
  @FunctionalInterface
  interface Work<T> {
    T in(Db db) throws SQLException;
  }

  /// Whether the work of a transaction is there; asked where the commit did not answer.
  @FunctionalInterface
  interface Happened<T> {
    boolean isThere(Db db, T result) throws SQLException;
  }

  /// Does the work and commits it, or does nothing.
  ///
  /// @throws LedgerException of the kind `UNKNOWN_OUTCOME` if the commit failed and reading again
  ///   did not tell either
  <T> T transaction(String doing, Work<T> work, Happened<T> happened) {
    lock.lock();
    // A thread that was interrupted could not read a socket; what it began is ended all the same.
    boolean interrupted = Thread.interrupted();
    try {
      boolean used = db != null;
      try {
        return attempt(doing, work, happened);
      } catch (SQLException e) {
        // A connection that had been idle may have broken long ago; nothing was committed on it.
        if (!used || !database.isBroken(e)) {
          throw e;
        }
        dropQuietly(e);
        return attempt(doing, work, happened);
      }
    } catch (SQLException e) {
      throw database.failure(doing, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      lock.unlock();
    }
  }

  /// Runs something on the connection outside a transaction.
  <T> T direct(String doing, Work<T> work) {
    lock.lock();
    try {
      return work.in(open());
    } catch (SQLException e) {
      throw database.failure(doing, e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      drop();
    } catch (SQLException e) {
      throw database.failure("closing the ledger", e);
    } finally {
      lock.unlock();
    }
  }

  /// @throws SQLException if it failed before the commit
  private <T> T attempt(String doing, Work<T> work, Happened<T> happened) throws SQLException {
    Db open = open();
    T result = worked(open, work);
    try {
      database.commit(open);
      return result;
    } catch (SQLException e) {
      return resolved(doing, open, result, happened, e);
    }
  }

  private <T> T worked(Db open, Work<T> work) throws SQLException {
    try {
      open.begin();
      T result = work.in(open);
      open.send();
      database.beforeCommit();
      return result;
    } catch (SQLException | RuntimeException | Error e) {
      undo(open, e);
      throw e;
    }
  }

  /// A commit that failed may have happened all the same, and a crash could bring it back. So we
  /// look, with the lock held, and commit something of our own: after that the log can only be what
  /// we saw.
  private <T> T resolved(
      String doing, Db open, T result, Happened<T> happened, SQLException failure) {
    boolean there;
    try {
      if (database.isUndone(failure)) {
        open.rollback();
        throw database.failure(doing, failure);
      }
      dropQuietly(failure);
      there = looked(open, result, happened);
    } catch (SQLException e) {
      e.addSuppressed(failure);
      dropQuietly(e);
      if (database.hadNoRoom(failure)) {
        throw database.failure(doing, failure);
      }
      throw new LedgerException(
          Kind.UNKNOWN_OUTCOME,
          "%s: it is not known whether the commit happened: %s: %s. Read the ledger before"
                  .formatted(doing, database.name(), detail(e))
              + " anything else; what was asked may be in it",
          e);
    }
    if (there) {
      return result;
    }
    throw database.failure(doing, failure);
  }

  private <T> boolean looked(Db lost, T result, Happened<T> happened) throws SQLException {
    long until = System.nanoTime() + database.patience().toNanos();
    while (true) {
      try {
        Db again = open();
        database.end(lost, again);
        again.begin();
        boolean there = happened.isThere(again, result);
        again.update(
            "UPDATE meta SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)"
                + " WHERE name = 'barrier'");
        again.commit();
        database.settled(again, there);
        return there;
      } catch (SQLException e) {
        dropQuietly(e);
        if (System.nanoTime() - until >= 0 || !database.isBroken(e)) {
          throw e;
        }
      } catch (LedgerException e) {
        throw new SQLException(e.getMessage(), e);
      }
      pause();
    }
  }

  private static void pause() {
    boolean interrupted = false;
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      try {
        TimeUnit.NANOSECONDS.sleep(left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static String detail(SQLException e) {
    return e.getMessage() == null ? "no detail" : Text.clipped(e.getMessage(), 300);
  }

  private void undo(Db open, Throwable cause) {
    try {
      // SQLite has undone it by itself where the disk was full; then there is nothing to undo,
      // which it reports.
      open.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
      dropQuietly(cause);
    }
  }

  private Db open() throws SQLException {
    if (closed) {
      throw Readers.closedHere();
    }
    var open = db;
    if (open != null && database.isStale(open)) {
      drop();
      open = null;
    }
    if (open == null) {
      open = database.writer();
      db = open;
    }
    return open;
  }

  private void drop() throws SQLException {
    var open = db;
    db = null;
    if (open != null) {
      open.close();
    }
  }

  private void dropQuietly(Throwable cause) {
    try {
      drop();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
