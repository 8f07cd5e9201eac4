package io.tagtrail.store;

import io.tagtrail.core.json.Times;
import io.tagtrail.core.ledger.Appended;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.StreamState;
import io.tagtrail.core.model.Stream;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Group commit: threads queue their batches; one of them leads and commits all that wait in one
/// transaction. A disk that syncs 500 times a second then takes thousands of entries. Nobody is
/// answered before the commit, so what was answered comes before what is begun afterwards.
final class Appender {
  private static final int GROUP = 256;
  private static final int KNOWN_STREAMS = 4096;
  private static final String DOING = "appending to the ledger";

  private final Database database;
  private final Writer writer;
  private final InstantSource clock;
  private final ConcurrentLinkedQueue<Waiting> queue = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean led = new AtomicBoolean();

  // Written by the leader alone, inside the writer's lock.
  private Log head = Log.EMPTY;
  private long version = -1;
  private @Nullable Db seen;
  private Map<Stream, StreamState> known = forgetful();

  Appender(Database database, Writer writer, InstantSource clock) {
    this.database = database;
    this.writer = writer;
    this.clock = clock;
  }

  /// A batch, who waits for it, and what became of it: an answer or a failure.
  private static final class Waiting {
    final Batch batch;
    final Thread thread = Thread.currentThread();
    @Nullable Appended answer;
    @Nullable RuntimeException failure;
    volatile boolean done;

    Waiting(Batch batch) {
      this.batch = batch;
    }

    void finish() {
      done = true;
      LockSupport.unpark(thread);
    }
  }

  Appended append(Batch batch) {
    var mine = new Waiting(batch);
    queue.add(mine);
    boolean interrupted = false;
    while (!mine.done) {
      if (led.compareAndSet(false, true)) {
        try {
          if (!mine.done) {
            lead();
          }
        } finally {
          led.set(false);
          wakeNext();
        }
      } else {
        LockSupport.park(this);
        // A commit under way cannot be called back: the interrupt is handed on when it has
        // answered.
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    var failure = mine.failure;
    if (failure != null) {
      throw failure;
    }
    var answer = mine.answer;
    if (answer == null) {
      throw new IllegalStateException("a batch was finished without an answer");
    }
    return answer;
  }

  /// Whoever queued up while the leader was leaving has seen it lead, and sleeps.
  private void wakeNext() {
    var next = queue.peek();
    if (next != null) {
      LockSupport.unpark(next.thread);
    }
  }

  private void lead() {
    var group = new ArrayList<Waiting>();
    for (var next = queue.poll(); next != null; next = queue.poll()) {
      group.add(next);
      if (group.size() == GROUP) {
        break;
      }
    }
    try {
      commit(group);
    } catch (LedgerException e) {
      failed(group, e);
    } catch (RuntimeException | Error e) {
      failed(group, new IllegalStateException("appending failed: " + e, e));
      throw e;
    } finally {
      group.forEach(Waiting::finish);
    }
  }

  private static void failed(List<Waiting> group, RuntimeException failure) {
    for (var each : group) {
      // Refusals and conflicts fail too: they may have been judged against a batch that is not
      // there now.
      each.answer = null;
      each.failure = failure;
    }
  }

  private void commit(List<Waiting> group) {
    try {
      var append = writer.transaction(DOING, db -> judged(db, group), Appender::isThere);
      head = append.after();
      known.putAll(append.changed());
    } catch (RuntimeException e) {
      // What is known may be ahead of what is there.
      forget();
      throw e;
    }
  }

  /// Reads every state anew from now on. Called with the writer's lock held.
  void forget() {
    version = -1;
    known = forgetful();
  }

  private Append judged(Db db, List<Waiting> group) throws SQLException {
    var held = database.hold(db);
    var current = held.log();
    mustNotGoBack(db, current);
    if (held.version() != version || !current.sameAs(head)) {
      known = forgetful();
      version = held.version();
    }
    long now = Times.millis(clock.instant()).toEpochMilli();
    var append = new Append(db, current, now, known);
    for (var each : group) {
      // It may have been judged before, on a connection that broke.
      each.answer = null;
      each.failure = null;
      try {
        each.answer = append.judge(each.batch);
      } catch (RuntimeException e) {
        each.failure = e;
      } catch (SQLException e) {
        if (!Failures.isDamaged(e)) {
          throw e;
        }
        // One stream that cannot be read is no reason to refuse the others.
        each.failure = database.failure(DOING, e);
      }
    }
    if (!append.isEmpty()) {
      append.write();
    }
    return append;
  }

  /// A database that was restored from a backup, or replaced by a copy that had not got everything,
  /// has lost what was acknowledged: to go on would give its indices to other entries. Looked for
  /// on every new connection.
  private void mustNotGoBack(Db db, Log current) throws SQLException {
    if (db == seen) {
      return;
    }
    if (current.size() < head.size()) {
      throw gone(
          "it has %d entries where this process had been told of %d: entries that were"
                  .formatted(current.size(), head.size())
              + " acknowledged are gone");
    }
    if (!Tiles.root(db, head.size()).equals(head.root())) {
      throw gone(
          "it has other entries than this process had been told of, among the first %d"
              .formatted(head.size()));
    }
    seen = db;
  }

  private LedgerException gone(String what) {
    return new LedgerException(
        LedgerException.Kind.CORRUPT,
        "%s: %s; nothing was written. Find out which copy of the database this is; to go on from it,"
                .formatted(database.name(), what)
            + " start every process again");
  }

  private static boolean isThere(Db db, Append append) throws SQLException {
    return append.isEmpty() || append.isThere(db);
  }

  private static Map<Stream, StreamState> forgetful() {
    return new LinkedHashMap<>(64, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<Stream, StreamState> eldest) {
        return size() > KNOWN_STREAMS;
      }
    };
  }
}
