package io.tagtrail.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.Event;
import io.tagtrail.core.ledger.Appended;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.BrokenChainException;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.ledger.StreamState;
import io.tagtrail.core.model.Alias;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Every promise of [Ledger], for every implementation: extend it and say how to open one.
public abstract class LedgerContract extends KeptContract {
  private static final int WRITERS = 32;
  private static final int EACH = 20;

  /// When an append was begun and answered, and what it got.
  private record Acknowledged(long begun, long answered, long index, Event event) {}

  @Test
  void many_writers_leave_no_gap_and_no_duplicate_and_keep_the_order_of_acknowledgement()
      throws Exception {
    var acknowledged = new ConcurrentLinkedQueue<Acknowledged>();
    var second = another(InstantSource.system());
    inParallel(
        WRITERS,
        writer -> {
          var ledger = writer % 4 == 0 ? second : ledger();
          var alias = new Alias("app-" + writer, "prod");
          for (int i = 0; i < EACH; i++) {
            var state = ledger.alias(alias);
            var event = Events.adoption(state, Events.bundle(i)).build();
            long begun = System.nanoTime();
            var entry = committed(ledger, one(event, state.version()));
            acknowledged.add(
                new Acknowledged(begun, System.nanoTime(), entry.index(), entry.event()));
          }
        });
    var byIndex =
        acknowledged.stream().sorted(Comparator.comparingLong(Acknowledged::index)).toList();
    assertThat(ledger().head().size()).isEqualTo((long) WRITERS * EACH);
    assertThat(byIndex).extracting(Acknowledged::index).doesNotHaveDuplicates();
    var entries = ledger().entries(0, Integer.MAX_VALUE);
    assertThat(entries).hasSize(WRITERS * EACH);
    for (int i = 0; i < entries.size(); i++) {
      assertThat(byIndex.get(i).index()).isEqualTo(i);
      assertThat(entries.get(i).event()).isEqualTo(byIndex.get(i).event());
      if (i > 0) {
        assertThat(entries.get(i).event().time()).isAfter(entries.get(i - 1).event().time());
      }
    }
    // Going down the indices: nobody was answered before one with a lower index had begun.
    long earliestAnswer = Long.MAX_VALUE;
    for (var each : byIndex.reversed()) {
      assertThat(each.begun()).as("index %d", each.index()).isLessThanOrEqualTo(earliestAnswer);
      earliestAnswer = Math.min(earliestAnswer, each.answered());
    }
  }

  @Test
  void of_writers_that_saw_the_same_version_exactly_one_wins() throws Exception {
    story().adopt(PROD, 0);
    var second = another(clock);
    for (int round = 1; round <= 25; round++) {
      var state = ledger().alias(PROD);
      var outcomes = new ConcurrentLinkedQueue<Appended>();
      int number = round;
      inParallel(
          6,
          writer -> {
            var ledger = writer % 2 == 0 ? ledger() : second;
            var bundle = Events.bundle(10L * number + writer);
            outcomes.add(
                ledger.append(one(Events.adoption(state, bundle).build(), state.version())));
          });
      assertThat(outcomes).filteredOn(Appended.Committed.class::isInstance).hasSize(1);
      assertThat(outcomes)
          .filteredOn(Appended.Conflict.class::isInstance)
          .hasSize(5)
          .allSatisfy(o -> assertThat(((Appended.Conflict) o).actual()).isEqualTo(number));
    }
    assertThat(ledger().alias(PROD).lastSequence()).isEqualTo(26);
  }

  @Test
  void a_bad_batch_does_not_fail_those_that_are_committed_with_it() throws Exception {
    var refused = new ConcurrentLinkedQueue<BrokenChainException>();
    inParallel(
        16,
        writer -> {
          var alias = new Alias("app-" + writer, "prod");
          for (int i = 0; i < EACH; i++) {
            var state = ledger().alias(alias);
            var good = Events.adoption(state, Events.bundle(i)).build();
            if (writer % 2 == 0) {
              committed(ledger(), one(good, state.version()));
            } else {
              // The same change twice: the second does not follow from the first.
              var batch =
                  Batch.expecting(alias.stream(), state.version()).add(good).add(good).build();
              try {
                ledger().append(batch);
              } catch (BrokenChainException e) {
                refused.add(e);
              }
            }
          }
        });
    assertThat(refused).hasSize(8 * EACH);
    assertThat(ledger().head().size()).isEqualTo(8L * EACH);
    assertThat(ledger().aliases()).hasSize(8);
  }

  @Test
  void readers_see_whole_batches_only() throws Exception {
    var stop = new AtomicBoolean();
    var second = another(clock);
    inParallel(
        4,
        thread -> {
          if (thread == 0) {
            for (int i = 0; i < 60; i++) {
              var state = ledger().alias(PROD);
              var batch = Batch.expecting(PROD.stream(), state.version());
              batch.add(Events.refusal(PROD, Events.digest(i)).build());
              batch.add(Events.refusal(PROD, Events.digest(i + 1L)).build());
              batch.add(Events.refusal(PROD, Events.digest(i + 2L)).build());
              story().committed(batch.build());
            }
            stop.set(true);
            return;
          }
          var ledger = thread == 1 ? ledger() : second;
          while (!stop.get()) {
            assertThat(ledger.head().size() % 3).isZero();
            assertThat((ledger.alias(PROD).version() + 1) % 3).isZero();
            assertThat(ledger.history(PROD.stream(), Long.MAX_VALUE, 1_000).size() % 3).isZero();
          }
        });
    assertThat(ledger().head().size()).isEqualTo(180);
  }

  @Test
  void the_states_are_what_the_entries_add_up_to_after_a_random_story() {
    long seed = Long.getLong("tagtrail.seed", System.nanoTime());
    System.out.println(getClass().getSimpleName() + " seed " + seed);
    new RandomStory(seed, ledger()).acts(200);
    for (var alias : RandomStory.ALIASES) {
      var folded = StreamState.empty(alias.stream());
      for (var entry :
          ledger().history(alias.stream(), Long.MAX_VALUE, Integer.MAX_VALUE).reversed()) {
        folded = folded.apply(entry);
      }
      assertThat(ledger().alias(alias)).as("%s, seed %d", alias, seed).isEqualTo(folded);
    }
  }

  private static Entry committed(Ledger ledger, Batch batch) {
    return new Story(ledger).committed(batch).getFirst();
  }

  /// Work of one of several threads.
  @FunctionalInterface
  protected interface Work {
    void run(int thread) throws Exception;
  }

  /// Runs the work on so many threads that begin together, and throws what one of them threw.
  protected static void inParallel(int threads, Work work) throws Exception {
    var barrier = new CyclicBarrier(threads);
    try (var pool = Executors.newFixedThreadPool(threads)) {
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        Callable<Void> task =
            () -> {
              barrier.await();
              work.run(thread);
              return null;
            };
        running.add(pool.submit(task));
      }
      for (var each : running) {
        each.get();
      }
    }
  }
}
