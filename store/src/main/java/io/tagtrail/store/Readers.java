package io.tagtrail.store;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.LedgerException.Kind;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// A few connections that read, opened when they are first needed.
final class Readers implements AutoCloseable {
  private static final String DOING = "reading the ledger";

  private final Database database;
  private final int count;
  private final Semaphore permits;
  private final ConcurrentLinkedDeque<Db> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  Readers(Database database, int count) {
    this.database = database;
    this.count = count;
    this.permits = new Semaphore(count);
  }

  /// A question to the database. It may be asked again if the connection breaks under it.
  @FunctionalInterface
  interface Question<T> {
    T ask(Db db) throws SQLException;
  }

  <T> T ask(Question<T> question) {
    permits.acquireUninterruptibly();
    // A thread that was interrupted could not read a socket.
    boolean interrupted = Thread.interrupted();
    try {
      if (closed) {
        throw closedHere();
      }
      var db = idle();
      if (db == null) {
        return answer(database.reader(), question);
      }
      try {
        return answer(db, question);
      } catch (SQLException e) {
        if (!database.isBroken(e)) {
          throw e;
        }
        // It may have broken long ago, and the other idle ones with it.
        drain();
        return answer(database.reader(), question);
      }
    } catch (SQLException e) {
      throw database.failure(DOING, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      permits.release();
    }
  }

  private @Nullable Db idle() throws SQLException {
    for (var db = idle.pollFirst(); db != null; db = idle.pollFirst()) {
      if (!database.isStale(db)) {
        return db;
      }
      db.close();
    }
    return null;
  }

  private <T> T answer(Db db, Question<T> question) throws SQLException {
    boolean sound = false;
    try {
      T answer = question.ask(db);
      sound = true;
      return answer;
    } finally {
      // One that failed is not used again: whatever state it is in goes with it.
      if (sound) {
        idle.addFirst(db);
      } else {
        db.close();
      }
    }
  }

  private void drain() throws SQLException {
    for (var db = idle.pollFirst(); db != null; db = idle.pollFirst()) {
      db.close();
    }
  }

  static LedgerException closedHere() {
    return new LedgerException(Kind.UNAVAILABLE, "the ledger is closed in this process");
  }

  /// Waits for the questions that are being answered.
  @Override
  public void close() {
    permits.acquireUninterruptibly(count);
    try {
      closed = true;
      drain();
    } catch (SQLException e) {
      throw database.failure("closing the ledger", e);
    } finally {
      permits.release(count);
    }
  }
}
