package io.tagtrail.store;

import io.tagtrail.core.ledger.Appended;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.model.Alias;
import io.tagtrail.testkit.ledger.Events;
import java.nio.file.Path;
import java.time.InstantSource;

/// A process of its own that appends to a ledger and prints what was acknowledged: `index
/// leaf-hash`.
public final class Appending {
  private Appending() {}

  /// Takes the folder, the application to append to, the number of threads, and how often each
  /// appends.
  public static void main(String[] args) throws Exception {
    try (var ledger = SqliteLedger.open(Path.of(args[0]), InstantSource.system())) {
      int threads = Integer.parseInt(args[2]);
      var running = new Thread[threads];
      for (int i = 0; i < threads; i++) {
        var alias = new Alias(args[1] + "-" + i, "prod");
        running[i] = new Thread(() -> append(ledger, alias, Integer.parseInt(args[3])));
        running[i].start();
      }
      for (var thread : running) {
        thread.join();
      }
    }
  }

  private static void append(SqliteLedger ledger, Alias alias, int times) {
    for (int i = 0; i < times; i++) {
      var state = ledger.alias(alias);
      var batch =
          Batch.expecting(alias.stream(), state.version())
              .add(Events.adoption(state, Events.bundle(i)).build())
              .document(Events.manifest(i))
              .build();
      if (ledger.append(batch) instanceof Appended.Committed committed) {
        var entry = committed.entries().getFirst();
        var line = entry.index() + " " + io.tagtrail.tlog.TreeHash.leaf(entry.event().encode());
        synchronized (System.out) {
          System.out.println(line);
          System.out.flush();
        }
      }
    }
  }
}
