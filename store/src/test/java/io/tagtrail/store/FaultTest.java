package io.tagtrail.store;

import static io.tagtrail.store.Fixture.PROD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.event.Event;
import io.tagtrail.core.ledger.Appended;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.LedgerException.Kind;
import io.tagtrail.core.model.Digest;
import io.tagtrail.testkit.ledger.Events;
import io.tagtrail.testkit.ledger.Story;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of an append when the disk or the commit fails.
class FaultTest {
  private static final int IOERR = 10;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  /// What the next commits do; then they work.
  private final Deque<Seams.Commit> faults = new ArrayDeque<>();

  private final Seams seams =
      new Seams(
          Seams.REAL.types(),
          db -> {
            var fault = faults.poll();
            if (fault == null) {
              db.commit();
            } else {
              fault.commit(db);
            }
          });

  @BeforeEach
  void make() {
    try (var ledger = Fixture.create(folder)) {
      Fixture.fill(ledger);
    }
  }

  @Test
  void a_commit_that_happened_and_was_reported_failed_is_answered_as_committed() {
    try (var ledger = Fixture.open(folder, seams)) {
      faults.add(db -> {
        db.commit();
        throw new SQLException("the answer was lost", null, IOERR);
      });
      assertThat(append(ledger)).isInstanceOf(Appended.Committed.class);
      assertThat(ledger.head().size()).isEqualTo(6);
      new Story(ledger).adopt(PROD, 5);
      assertThat(ledger.check().findings()).isEmpty();
    }
  }

  @Test
  void a_commit_that_did_not_happen_is_answered_as_that() {
    try (var ledger = Fixture.open(folder, seams)) {
      faults.add(db -> {
        throw new SQLException("no sync", null, IOERR);
      });
      PlaceTest.refused(Kind.UNAVAILABLE, () -> append(ledger), "nothing was changed");
      assertThat(ledger.head().size()).isEqualTo(5);
      assertThat(append(ledger)).isInstanceOf(Appended.Committed.class);
      assertThat(ledger.head().size()).isEqualTo(6);
      assertThat(ledger.check().findings()).isEmpty();
    }
  }

  @Test
  void an_outcome_that_reading_does_not_tell_is_unknown() throws Exception {
    // While the commit fails, somebody else takes the lock and keeps it: we cannot look.
    var options = new Options(Duration.ofMillis(50), 2);
    try (var other = Fixture.raw(folder);
        var ledger =
            new SqliteLedger(SqliteDatabase.existing(folder, options, seams), Fixture.CLOCK)) {
      faults.add(db -> {
        db.commit();
        other.begin();
        throw new SQLException("the answer was lost", null, IOERR);
      });
      PlaceTest.refused(Kind.UNKNOWN_OUTCOME, () -> append(ledger), "Read the ledger before");
      other.rollback();
      assertThat(ledger.head().size()).isEqualTo(6);
      assertThat(ledger.check().findings()).isEmpty();
    }
  }

  @Test
  void a_document_and_an_erasure_tell_their_outcome_too() {
    try (var ledger = Fixture.open(folder, seams)) {
      var side = ledger.entry(1).orElseThrow().event().commitments().byField().values();
      Digest commitment = side.iterator().next();
      Seams.Commit lost =
          db -> {
            db.commit();
            throw new SQLException("the answer was lost", null, IOERR);
          };
      faults.add(lost);
      ledger.keep(Events.manifest(50));
      assertThat(ledger.document(Events.digest(50))).isPresent();
      faults.add(lost);
      assertThat(ledger.erase(commitment)).isTrue();
      assertThat(ledger.side(commitment)).isEmpty();
    }
  }

  @Test
  void a_full_disk_leaves_nothing_half_written_and_is_said() {
    try (var ledger = Fixture.open(folder)) {
      var head = ledger.head();
      ledger
          .writer()
          .direct("test", db -> db.pragma("max_page_count = " + db.number("PRAGMA page_count")));
      // What is free inside the file is used up first.
      var failure = catchFull(ledger);
      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(failure).hasMessageContaining("full").hasMessageContaining("nothing was changed");
      assertThat(ledger.check().findings()).isEmpty();
      assertThat(ledger.head().size() % 50).isEqualTo(head.size() % 50);
      ledger.writer().direct("test", db -> db.pragma("max_page_count = 1000000"));
      new Story(ledger).adopt(PROD, 9);
      assertThat(ledger.check().findings()).isEmpty();
    }
  }

  @Test
  void a_ledger_that_turns_read_only_is_said_and_still_read() {
    try (var ledger = Fixture.open(folder)) {
      ledger
          .writer()
          .direct(
              "test",
              db -> {
                db.script("PRAGMA query_only = ON");
                return true;
              });
      PlaceTest.refused(Kind.UNAVAILABLE, () -> append(ledger), "read-only");
      assertThat(ledger.head().size()).isEqualTo(5);
    }
  }

  @Test
  void a_statement_that_failed_once_works_again() throws Exception {
    try (var db = Fixture.raw(folder)) {
      var insert = "INSERT INTO meta (name, value) VALUES (?, 'x')";
      db.update(insert, "one");
      assertThatThrownBy(() -> db.update(insert, "one")).isInstanceOf(SQLException.class);
      assertThat(db.update(insert, "two")).isEqualTo(1);
    }
  }

  private static LedgerException catchFull(SqliteLedger ledger) {
    for (int round = 0; round < 1_000; round++) {
      var batch = Batch.expecting(PROD.stream(), ledger.alias(PROD).version());
      for (int i = 0; i < 50; i++) {
        batch.add(Events.refusal(PROD, Events.digest(i)).build());
      }
      try {
        ledger.append(batch.build());
      } catch (LedgerException e) {
        return e;
      }
    }
    throw new AssertionError("the disk was never full");
  }

  @Test
  void a_lock_that_another_process_keeps_is_said_after_a_bounded_wait() throws Exception {
    try (var other = Fixture.raw(folder);
        var ledger =
            SqliteLedger.open(folder, Fixture.CLOCK, new Options(Duration.ofMillis(100), 1))) {
      other.begin();
      PlaceTest.refused(Kind.UNAVAILABLE, () -> append(ledger), "another process");
      assertThat(ledger.head().size()).isEqualTo(5);
      other.rollback();
      assertThat(append(ledger)).isInstanceOf(Appended.Committed.class);
    }
  }

  @Test
  void an_interrupted_writer_still_gets_its_answer() {
    try (var ledger = Fixture.open(folder)) {
      Thread.currentThread().interrupt();
      assertThat(append(ledger)).isInstanceOf(Appended.Committed.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void a_file_with_a_broken_page_is_corrupt_and_said() throws Exception {
    var file = folder.resolve(Place.FILE);
    try (var channel =
        java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
      var noise = java.nio.ByteBuffer.wrap(new byte[(int) channel.size() - 4096]);
      channel.write(noise, 4096);
    }
    assertThatThrownBy(
            () -> {
              try (var ledger = Fixture.open(folder)) {
                ledger.head();
              }
            })
        .isInstanceOfSatisfying(
            LedgerException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT));
  }

  private static Appended append(SqliteLedger ledger) {
    var state = ledger.alias(PROD);
    Event event = Events.outsideMove(state, Events.bundle(40 + state.lastSequence())).build();
    return ledger.append(Batch.expecting(PROD.stream(), state.version()).add(event).build());
  }
}
