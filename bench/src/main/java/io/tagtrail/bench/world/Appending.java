package io.tagtrail.bench.world;

import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Appended;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import io.tagtrail.store.LedgerSettings;
import io.tagtrail.store.Ledgers;
import io.tagtrail.testkit.ledger.Events;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Writers that append to one ledger at once, one event at a time, each to an alias of its own.
public final class Appending implements AutoCloseable {
  private final Ledger ledger;

  private Appending(Ledger ledger) {
    this.ledger = ledger;
  }

  public static Appending into(LedgerSettings place) {
    return new Appending(Ledgers.create(place, "bench.example/append", Instant::now));
  }

  public Ledger ledger() {
    return ledger;
  }

  /// @return nanoseconds from the first append to the last answer
  public long run(int writers, int events) throws Exception {
    var ready = new CountDownLatch(writers);
    var go = new CountDownLatch(1);
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      var all = new ArrayList<Future<?>>();
      for (int i = 0; i < writers; i++) {
        var alias = new Alias("app-" + i, "prod");
        all.add(
            threads.submit(() -> {
              ready.countDown();
              go.await();
              write(alias, events / writers);
              return true;
            }));
      }
      ready.await();
      long began = System.nanoTime();
      go.countDown();
      for (var each : all) {
        each.get();
      }
      return System.nanoTime() - began;
    }
  }

  private void write(Alias alias, int events) {
    var state = append(AliasState.empty(alias), adoption(alias));
    Event authorisation = null;
    for (int i = 1; i < events; i++) {
      Event event;
      if (authorisation == null) {
        authorisation = Events.authorisation(state, EventKind.PROMOTION, i, Instant.now()).build();
        event = authorisation;
      } else {
        event = Events.moved(state, authorisation).build();
        authorisation = null;
      }
      state = append(state, event);
    }
  }

  private static Event adoption(Alias alias) {
    return Events.adoption(AliasState.empty(alias), Events.bundle(0))
        .facts(Events.facts(0))
        .build();
  }

  private AliasState append(AliasState state, Event event) {
    var batch = Batch.expecting(state.alias().stream(), state.version()).add(event).build();
    return switch (ledger.append(batch)) {
      case Appended.Committed committed -> state.apply(committed.entries().getFirst());
      case Appended.Conflict conflict ->
          throw new IllegalStateException("nobody else writes here: " + conflict);
    };
  }

  @Override
  public void close() {
    ledger.close();
  }
}
