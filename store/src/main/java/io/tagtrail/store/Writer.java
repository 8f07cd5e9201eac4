package io.tagtrail.store;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.LedgerException.Kind;
import io.tagtrail.core.model.Text;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The one connection of this process that writes, opened when it is first needed. Other processes
/// are kept out by `BEGIN IMMEDIATE`.
final class Writer implements AutoCloseable {
  private final Place place;
  private final Connections connections;
  private final Seams.Commit commit;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Db db;
  private @Nullable Object fileKey;
  private boolean closed;

  Writer(Place place, Connections connections, Seams.Commit commit) {
    this.place = place;
    this.connections = connections;
    this.commit = commit;
  }

  /// What is done inside a transaction.
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
    try {
      Db open = open();
      T result = worked(doing, open, work);
      try {
        mustBeTheSameFile();
      } catch (LedgerException e) {
        undo(open, e);
        throw e;
      }
      try {
        commit.commit(open);
        return result;
      } catch (SQLException e) {
        return resolved(doing, open, result, happened, e);
      }
    } catch (SQLException e) {
      throw Failures.of(place.file(), doing, e);
    } finally {
      lock.unlock();
    }
  }

  /// Runs something on the connection outside a transaction.
  <T> T direct(String doing, Work<T> work) {
    lock.lock();
    try {
      return work.in(open());
    } catch (SQLException e) {
      throw Failures.of(place.file(), doing, e);
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
      throw Failures.of(place.file(), "closing the ledger", e);
    } finally {
      lock.unlock();
    }
  }

  private <T> T worked(String doing, Db open, Work<T> work) throws SQLException {
    open.begin();
    try {
      return work.in(open);
    } catch (SQLException e) {
      var failure = Failures.of(place.file(), doing, e);
      undo(open, failure);
      throw failure;
    } catch (RuntimeException | Error e) {
      undo(open, e);
      throw e;
    }
  }

  /// A commit that failed may be on the disk all the same, and a crash could bring it back. So we
  /// look, with the lock held, and commit something of our own: after that the log can only be what
  /// we saw.
  private <T> T resolved(
      String doing, Db open, T result, Happened<T> happened, SQLException failure) {
    boolean there;
    try {
      if (Failures.isBusy(failure)) {
        // SQLite promises that nothing was written, and the transaction is still open.
        open.rollback();
        throw Failures.of(place.file(), doing, failure);
      }
      dropQuietly(failure);
      Db again = open();
      again.begin();
      there = happened.isThere(again, result);
      again.update("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE name = 'barrier'");
      again.commit();
      if (there && again.number("PRAGMA wal_checkpoint(FULL)") != 0) {
        throw new SQLException("the write-ahead log could not be checked");
      }
    } catch (SQLException e) {
      e.addSuppressed(failure);
      dropQuietly(e);
      if (Failures.isFull(failure)) {
        // There was no room for the record that makes a commit, which is the last to be written.
        throw Failures.of(place.file(), doing, failure);
      }
      throw new LedgerException(
          Kind.UNKNOWN_OUTCOME,
          "%s: it is not known whether the commit happened: ledger %s: %s. Read the ledger before"
                  .formatted(doing, place.file(), detail(e))
              + " anything else; what was asked may be in it",
          e);
    }
    if (there) {
      return result;
    }
    throw Failures.of(place.file(), doing, failure);
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
    if (open == null) {
      open = connections.writer(false);
      db = open;
      fileKey = key();
    }
    return open;
  }

  /// SQLite would go on writing to a file that somebody has deleted or replaced, and all of it
  /// would be lost.
  private void mustBeTheSameFile() {
    var now = key();
    if (now == null || !now.equals(fileKey)) {
      throw new LedgerException(
          Kind.UNAVAILABLE,
          "the ledger %s was deleted or replaced while it was open; nothing was written. Stop every"
                  .formatted(place.file())
              + " process that uses it, put the right file in place, and start again");
    }
  }

  private @Nullable Object key() {
    try {
      var key = place.fileKey();
      return key == null ? place.file() : key;
    } catch (IOException e) {
      return null;
    }
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
