package io.tagtrail.store;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.LedgerException.Kind;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/// A few connections that read, opened when they are first needed.
final class Readers implements AutoCloseable {
  private static final String DOING = "reading the ledger";

  private final Connections connections;
  private final Path file;
  private final int count;
  private final Semaphore permits;
  private final ConcurrentLinkedDeque<Db> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  Readers(Connections connections, Path file, int count) {
    this.connections = connections;
    this.file = file;
    this.count = count;
    this.permits = new Semaphore(count);
  }

  /// A question to the database.
  @FunctionalInterface
  interface Question<T> {
    T ask(Db db) throws SQLException;
  }

  <T> T ask(Question<T> question) {
    permits.acquireUninterruptibly();
    try {
      if (closed) {
        throw closedHere();
      }
      var db = idle.pollFirst();
      if (db == null) {
        db = connections.reader();
      }
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
    } catch (SQLException e) {
      throw Failures.of(file, DOING, e);
    } finally {
      permits.release();
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
      for (var db = idle.pollFirst(); db != null; db = idle.pollFirst()) {
        db.close();
      }
    } catch (SQLException e) {
      throw Failures.of(file, "closing the ledger", e);
    } finally {
      permits.release(count);
    }
  }
}
