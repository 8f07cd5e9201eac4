package io.tagtrail.store;

import static io.tagtrail.store.Fixture.PROD;
import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.ledger.Appended;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.LedgerException.Kind;
import io.tagtrail.core.model.Alias;
import io.tagtrail.testkit.ledger.Events;
import io.tagtrail.testkit.ledger.Story;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Connections that break, at every request that an append makes.
class PostgresCutTest {
  @SuppressWarnings("NullAway.Init")
  private PostgresSettings direct;

  @SuppressWarnings("NullAway.Init")
  private Cutter cutter;

  @BeforeEach
  void make() throws Exception {
    direct = Postgres.database();
    try (var ledger = PostgresLedger.create(direct, Postgres.ORIGIN, Fixture.CLOCK)) {
      new Story(ledger).adopt(PROD, 1);
    }
    cutter = new Cutter(Postgres.port());
  }

  @AfterEach
  void close() throws Exception {
    cutter.close();
  }

  private PostgresLedger through() {
    return PostgresLedger.open(cutter.through(direct), Fixture.CLOCK);
  }

  private PostgresLedger direct() {
    return PostgresLedger.open(direct, Fixture.CLOCK);
  }

  @ParameterizedTest
  @EnumSource
  void an_append_is_answered_as_what_it_was_wherever_the_connection_is_cut(Cutter.Cut cut) {
    boolean cutInside = true;
    int step = 1;
    for (; cutInside; step++) {
      assertThat(step).as("requests of one append").isLessThan(60);
      try (var ledger = through();
          var watch = direct()) {
        // The connections are open and have been used.
        append(ledger);
        long before = watch.head().size();
        cutter.arm(step, cut);
        var answer = append(ledger);
        cutInside = cutter.fired();
        cutter.disarm();
        assertThat(answer).as("cut %s request %d", cut, step).isEqualTo("committed");
        assertThat(watch.head().size()).as("cut %s request %d", cut, step).isEqualTo(before + 1);
        append(ledger);
        assertThat(watch.check().findings()).as("cut %s request %d", cut, step).isEmpty();
      }
    }
    assertThat(step).as("requests of one append").isGreaterThan(3);
  }

  /// The first request of a fresh connection is as good as any other for a cut, and then there is
  /// no second try: it must have been answered as not written, or looked up.
  @ParameterizedTest
  @EnumSource
  void an_append_on_a_new_connection_is_never_half_written(Cutter.Cut cut) {
    boolean cutInside = true;
    for (int step = 1; cutInside; step++) {
      assertThat(step).isLessThan(60);
      try (var ledger = through();
          var watch = direct()) {
        var state = ledger.alias(PROD);
        long before = watch.head().size();
        cutter.arm(step, cut);
        var answer = append(ledger, state.version(), Events.adoption(state, Events.bundle(2)));
        cutInside = cutter.fired();
        cutter.disarm();
        long after = watch.head().size();
        assertThat(after - before)
            .as("cut %s request %d: %s", cut, step, answer)
            .isEqualTo(answer.equals("committed") ? 1 : 0);
        assertThat(answer).isIn("committed", "UNAVAILABLE");
        assertThat(watch.check().findings()).as("cut %s request %d", cut, step).isEmpty();
      }
    }
  }

  @Test
  void a_commit_whose_answer_is_lost_while_the_database_stays_away_is_unknown() {
    var impatient =
        cutter
            .through(direct)
            .withTimes(
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofMillis(1));
    var found = new ArrayList<String>();
    for (int step = 1; step < 60; step++) {
      try (var ledger = PostgresLedger.open(impatient, Fixture.CLOCK);
          var watch = direct()) {
        append(ledger);
        long before = watch.head().size();
        var state = ledger.alias(PROD);
        var away = new AtomicBoolean(true);
        cutter.arm(step, Cutter.Cut.AFTER);
        var cutting =
            Thread.ofVirtual()
                .start(() -> {
                  while (away.get()) {
                    if (cutter.fired()) {
                      cutter.cutAll();
                    }
                    Thread.onSpinWait();
                  }
                });
        var answer = append(ledger, state.version(), Events.adoption(state, Events.bundle(3)));
        boolean inside = cutter.fired();
        away.set(false);
        cutting.join();
        cutter.disarm();
        long after = watch.head().size();
        found.add(answer);
        if (answer.equals("committed")) {
          assertThat(after).isEqualTo(before + 1);
        } else if (answer.equals("UNAVAILABLE")) {
          assertThat(after).as("step %d", step).isEqualTo(before);
        }
        assertThat(watch.check().findings()).isEmpty();
        // The ledger in this process goes on from what is there.
        append(ledger);
        if (!inside) {
          break;
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    assertThat(found).contains("UNKNOWN_OUTCOME");
    assertThat(found.getLast()).isEqualTo("committed");
  }

  @Test
  void a_reader_whose_connections_broke_reads_on_new_ones() {
    try (var ledger = through()) {
      var head = ledger.head();
      cutter.cutAll();
      assertThat(ledger.head()).isEqualTo(head);
      for (int step = 1; step < 4; step++) {
        cutter.arm(step, Cutter.Cut.AFTER);
        assertThat(ledger.history(PROD.stream(), Long.MAX_VALUE, 10)).hasSize(1);
        cutter.disarm();
      }
    }
  }

  @Test
  void documents_erasures_and_tasks_tell_their_outcome_too() {
    try (var ledger = through();
        var watch = direct()) {
      new Story(watch).promote(PROD, 5);
      var side = watch.entry(1).orElseThrow().event().commitments().byField().values();
      ledger.keep(Events.manifest(49));
      for (int step = 1; step < 8; step++) {
        cutter.arm(step, Cutter.Cut.AFTER);
        ledger.keep(Events.manifest(50 + step));
        cutter.disarm();
        assertThat(watch.document(Events.digest(50 + step))).isPresent();
      }
      for (var each : side) {
        cutter.arm(2, Cutter.Cut.AFTER);
        assertThat(ledger.erase(each)).isTrue();
        cutter.disarm();
        assertThat(watch.side(each)).isEmpty();
      }
      assertThat(watch.check().findings()).isEmpty();
    }
  }

  @Test
  void under_load_and_random_cuts_nothing_acknowledged_is_lost() throws Exception {
    long seed = Long.getLong("tagtrail.seed", System.nanoTime());
    System.out.println("PostgresCutTest seed " + seed);
    var random = new Random(seed);
    var acknowledged = new ConcurrentLinkedQueue<History.Acknowledged>();
    var stop = new AtomicBoolean();
    var threads = new ArrayList<Thread>();
    var failures = new ConcurrentLinkedQueue<Throwable>();
    try (var first = PostgresLedger.open(cutter.through(direct), InstantSource.system());
        var second = PostgresLedger.open(cutter.through(direct), InstantSource.system())) {
      for (int i = 0; i < 8; i++) {
        var ledger = i % 2 == 0 ? first : second;
        var alias = new Alias("app-" + i / 4, "prod");
        long base = 1_000_000L * i;
        threads.add(
            Thread.ofVirtual()
                .start(() -> {
                  for (long n = base; !stop.get(); n++) {
                    try {
                      acknowledged.add(History.append(ledger, alias, n));
                    } catch (LedgerException e) {
                      if (e.kind() == Kind.CORRUPT || e.kind() == Kind.REFUSED) {
                        failures.add(e);
                      }
                    } catch (RuntimeException e) {
                      failures.add(e);
                    }
                  }
                }));
      }
      for (int cuts = 0; cuts < 60; cuts++) {
        var cut = random.nextBoolean() ? Cutter.Cut.BEFORE : Cutter.Cut.AFTER;
        int enough = acknowledged.size() + 3;
        cutter.arm(1 + random.nextInt(40), cut);
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!cutter.fired() || acknowledged.size() < enough) {
          assertThat(System.nanoTime()).as("seed %d: it got stuck", seed).isLessThan(deadline);
          Thread.sleep(1);
        }
      }
      cutter.disarm();
      stop.set(true);
      for (var thread : threads) {
        thread.join();
      }
    }
    assertThat(failures).as("seed %d", seed).isEmpty();
    try (var ledger = direct()) {
      History.holds(ledger, acknowledged, "seed " + seed);
    }
  }

  private static String append(PostgresLedger ledger) {
    var state = ledger.alias(PROD);
    return append(ledger, state.version(), Events.adoption(state, Events.bundle(2)));
  }

  private static String append(
      PostgresLedger ledger, long version, io.tagtrail.core.event.Event.Builder event) {
    try {
      var batch =
          Batch.expecting(PROD.stream(), version)
              .add(event.build())
              .document(Events.manifest(2))
              .document(Events.manifest(3))
              .build();
      return ledger.append(batch) instanceof Appended.Committed ? "committed" : "conflict";
    } catch (LedgerException e) {
      return e.kind().name();
    }
  }
}
