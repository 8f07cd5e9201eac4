package io.tagtrail.store;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.Alias;
import java.time.InstantSource;

/// A process of its own that appends to a ledger in PostgreSQL, to the same aliases as others do,
/// and prints what was acknowledged.
public final class PostgresAppending {
  private PostgresAppending() {}

  /// Takes the address, a number that sets it apart, the number of threads, and how often each
  /// appends.
  public static void main(String[] args) throws Exception {
    var settings = PostgresSettings.of(args[0], "postgres", () -> null);
    long base = 1_000_000_000L * Long.parseLong(args[1]);
    try (var ledger = PostgresLedger.open(settings, InstantSource.system())) {
      int threads = Integer.parseInt(args[2]);
      var running = new Thread[threads];
      for (int i = 0; i < threads; i++) {
        var alias = new Alias("app-" + i % 2, "prod");
        long first = base + 10_000_000L * i;
        running[i] = new Thread(() -> append(ledger, alias, first, Integer.parseInt(args[3])));
        running[i].start();
      }
      for (var thread : running) {
        thread.join();
      }
    }
  }

  private static void append(PostgresLedger ledger, Alias alias, long first, int times) {
    for (int i = 0; i < times; i++) {
      try {
        var line = History.append(ledger, alias, first + i).line();
        synchronized (System.out) {
          System.out.println(line);
          System.out.flush();
        }
      } catch (LedgerException e) {
        // The database may be away: whatever was not acknowledged is not in the history.
        if (e.kind() == LedgerException.Kind.CORRUPT) {
          throw e;
        }
      }
    }
  }
}
