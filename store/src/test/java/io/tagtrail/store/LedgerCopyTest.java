package io.tagtrail.store;

import static io.tagtrail.store.Fixture.PROD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.event.Commitments;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.ledger.LedgerException.Kind;
import io.tagtrail.core.ledger.Notes.Note;
import io.tagtrail.core.ledger.TaskKind;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.testkit.ledger.Events;
import io.tagtrail.testkit.ledger.RandomStory;
import io.tagtrail.testkit.ledger.Story;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerCopyTest {
  private static final Document NOTE =
      new Document("text/plain", "a note".getBytes(StandardCharsets.UTF_8));

  private static final Note NOTED =
      new Note(
          "cluster", "eu", new byte[] {0, 1, (byte) 0xff}, Instant.parse("2026-03-01T12:00:00Z"));

  private static final Alias EXTRA = Alias.parse("extra/prod");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private int folders;

  /// Every way there is.
  enum Way {
    SQLITE_TO_POSTGRES,
    POSTGRES_TO_SQLITE,
    SQLITE_TO_SQLITE,
    POSTGRES_TO_POSTGRES;

    boolean fromPostgres() {
      return name().startsWith("POSTGRES");
    }

    boolean toPostgres() {
      return name().endsWith("POSTGRES");
    }
  }

  private LedgerSettings place(boolean postgres) {
    return postgres
        ? Postgres.database()
        : SqliteSettings.of(folder.resolve("ledger-" + folders++));
  }

  private static StoredLedger make(LedgerSettings settings) {
    return Ledgers.create(settings, Fixture.ORIGIN, Fixture.CLOCK);
  }

  private static StoredLedger open(LedgerSettings settings) {
    return Ledgers.open(settings, Fixture.CLOCK);
  }

  @ParameterizedTest
  @EnumSource
  void a_copy_is_the_same_to_the_byte_and_goes_on_as_the_original_would(Way way) {
    long seed = Long.getLong("tagtrail.seed", System.nanoTime());
    System.out.println("LedgerCopyTest seed " + seed);
    var from = place(way.fromPostgres());
    var to = place(way.toPostgres());
    Digest erased;
    try (var ledger = make(from)) {
      new RandomStory(seed, ledger).acts(400);
      new Story(ledger).adopt(EXTRA, 6).promote(EXTRA, 7).promote(EXTRA, 8);
      ledger.keep(NOTE);
      erased = commitment(ledger);
      ledger.erase(erased);
      var tasks = ledger.due(TaskKind.ATTACH, Fixture.CLOCK.instant().plusSeconds(99_999), 10);
      ledger.done(tasks.get(0).index(), TaskKind.ATTACH, Fixture.CLOCK.instant());
      ledger.failed(tasks.get(1).index(), TaskKind.ATTACH, "no", Fixture.CLOCK.instant());
      ledger.tokens().add(TokenStoreContract.token(1, null));
      ledger.notes().put(NOTED);
      ledger.notes().put(new Note("sentinel", "eu", new byte[0], Fixture.CLOCK.instant()));
    }
    var report = LedgerCopy.copy(from, to, LedgerCopy.Progress.SILENT);
    try (var original = open(from);
        var copy = open(to)) {
      assertThat(copy.head()).as("seed %d", seed).isEqualTo(original.head());
      assertThat(report.root()).isEqualTo(original.head().root());
      assertThat(report.entries()).isEqualTo(original.head().size());
      assertThat(report.erased()).isEqualTo(1);
      assertThat(copy.entries(0, 9999)).isEqualTo(original.entries(0, 9999));
      assertThat(copy.aliases()).isEqualTo(original.aliases());
      for (var alias : RandomStory.ALIASES) {
        assertThat(copy.alias(alias)).isEqualTo(original.alias(alias));
        assertThat(copy.changes(alias, Long.MAX_VALUE, 9999))
            .isEqualTo(original.changes(alias, Long.MAX_VALUE, 9999));
      }
      for (Entry entry : original.entries(0, 9999)) {
        assertThat(copy.tasks(entry.index())).isEqualTo(original.tasks(entry.index()));
        for (var commitment : entry.event().commitments().byField().values()) {
          assertThat(copy.side(commitment)).isEqualTo(original.side(commitment));
        }
      }
      assertThat(copy.side(erased)).isEmpty();
      assertThat(copy.document(NOTE.digest())).isPresent();
      assertThat(copy.pending()).isEqualTo(original.pending());
      assertThat(copy.tokens().list()).isEmpty();
      assertThat(copy.notes().all("cluster"))
          .singleElement()
          .satisfies(note -> {
            assertThat(note.value()).isEqualTo(NOTED.value());
            assertThat(note.time()).isEqualTo(NOTED.time());
          });
      assertThat(copy.notes().get("sentinel", "eu")).isPresent();
      assertThat(copy.check().findings()).isEmpty();
      new Story(copy).promote(EXTRA, 9);
      assertThat(copy.check().findings()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_copy_that_was_stopped_is_closed_to_everybody_and_goes_on_where_it_was(Way way) {
    var from = place(way.fromPostgres());
    var to = place(way.toPostgres());
    try (var ledger = make(from)) {
      refusals(ledger, 700);
    }
    for (int stop : new int[] {1, 2, 4, 5, 6, 8}) {
      var calls = new AtomicInteger();
      assertThatThrownBy(() ->
              LedgerCopy.copy(
                  from,
                  to,
                  (what, done, total) -> {
                    if (calls.getAndIncrement() == stop) {
                      throw new IllegalStateException("stopped");
                    }
                  }))
          .hasMessage("stopped");
      PlaceTest.refused(Kind.REFUSED, () -> open(to), "a copy that was not finished");
    }
    var report = LedgerCopy.copy(from, to, LedgerCopy.Progress.SILENT);
    assertThat(report.entries()).isEqualTo(700);
    try (var copy = open(to)) {
      assertThat(copy.head().root()).isEqualTo(report.root());
    }
  }

  @Test
  void a_copy_catches_up_with_a_source_that_others_write_to() {
    var from = place(false);
    var to = place(true);
    try (var ledger = make(from)) {
      new Story(ledger).adopt(PROD, 1).promote(PROD, 2);
      var erased = commitment(ledger);
      var once = new AtomicInteger();
      var report =
          LedgerCopy.copy(
              from,
              to,
              (what, done, total) -> {
                if (what.equals("tasks of entries") && once.getAndIncrement() == 0) {
                  new Story(ledger).promote(PROD, 3);
                  ledger.erase(erased);
                  ledger.done(2, TaskKind.ATTACH, Fixture.CLOCK.instant());
                }
              });
      assertThat(report.rounds()).isEqualTo(1);
      assertThat(report.entries()).isEqualTo(5);
      assertThat(report.erased()).isEqualTo(1);
      try (var copy = open(to)) {
        assertThat(copy.side(erased)).isEmpty();
        assertThat(copy.tasks(2)).isEqualTo(ledger.tasks(2));
      }
    }
  }

  @Test
  void a_source_that_never_stands_still_is_refused_and_the_copy_stays_closed() {
    var from = place(false);
    var to = place(false);
    try (var ledger = make(from)) {
      new Story(ledger).adopt(PROD, 1);
      PlaceTest.refused(
          Kind.REFUSED,
          () ->
              LedgerCopy.copy(
                  from,
                  to,
                  (what, done, total) -> {
                    if (what.equals("tasks of entries")) {
                      refusals(ledger, 1);
                    }
                  }),
          "faster than it is copied");
      PlaceTest.refused(Kind.REFUSED, () -> open(to), "not finished");
      assertThat(LedgerCopy.copy(from, to, LedgerCopy.Progress.SILENT).entries())
          .isEqualTo(ledger.head().size());
    }
  }

  @Test
  void nothing_is_copied_over_another_ledger() {
    var from = place(false);
    try (var ledger = make(from)) {
      new Story(ledger).adopt(PROD, 1);
    }
    var full = place(true);
    try (var other = make(full)) {
      new Story(other).adopt(PROD, 2);
      PlaceTest.refused(
          Kind.REFUSED,
          () -> LedgerCopy.copy(from, full, LedgerCopy.Progress.SILENT),
          "it has 1 entries already");
      assertThat(other.head().size()).isEqualTo(1);
    }
    var named = place(true);
    Ledgers.create(named, "ledger.example.com/other", Fixture.CLOCK).close();
    PlaceTest.refused(
        Kind.REFUSED,
        () -> LedgerCopy.copy(from, named, LedgerCopy.Progress.SILENT),
        "it is another ledger");
    var empty = place(true);
    make(empty).close();
    assertThat(LedgerCopy.copy(from, empty, LedgerCopy.Progress.SILENT).entries()).isEqualTo(1);
    PlaceTest.refused(
        Kind.REFUSED,
        () -> LedgerCopy.copy(from, from, LedgerCopy.Progress.SILENT),
        "entries already");
  }

  @Test
  void a_copy_that_was_begun_from_another_history_is_refused() {
    var first = place(false);
    var second = place(false);
    var to = place(true);
    try (var one = make(first);
        var two = make(second)) {
      refusals(one, 300);
      new Story(two).adopt(PROD, 1);
      refusals(two, 300);
    }
    assertThatThrownBy(() ->
            LedgerCopy.copy(
                first,
                to,
                (what, done, total) -> {
                  if (done > 0) {
                    throw new IllegalStateException("stopped");
                  }
                }))
        .hasMessage("stopped");
    PlaceTest.refused(
        Kind.REFUSED,
        () -> LedgerCopy.copy(second, to, LedgerCopy.Progress.SILENT),
        "not the first ones of the source");
  }

  @Test
  void an_altered_entry_is_not_copied() throws Exception {
    var path = folder.resolve("altered");
    try (var ledger = Fixture.create(path)) {
      Fixture.fill(ledger);
    }
    Fixture.tamperBehindTrigger(
        path,
        "entry_not_updated",
        "UPDATE entry SET body = CAST(replace(CAST(body AS TEXT), '1.0.2', '1.0.9') AS BLOB)"
            + " WHERE idx = 2");
    var to = place(true);
    PlaceTest.refused(
        Kind.CORRUPT,
        () -> LedgerCopy.copy(SqliteSettings.of(path), to, LedgerCopy.Progress.SILENT),
        "entry 2");
    PlaceTest.refused(Kind.REFUSED, () -> open(to), "not finished");
  }

  private static void refusals(Ledger ledger, int count) {
    for (int i = 0; i < count; i += 50) {
      var batch = Batch.expecting(PROD.stream(), ledger.alias(PROD).version());
      for (int j = i; j < Math.min(count, i + 50); j++) {
        batch.add(Events.refusal(PROD, Events.digest(j)).build());
      }
      new Story(ledger).committed(batch.build());
    }
  }

  private static Digest commitment(Ledger ledger) {
    for (var entry : ledger.entries(0, 9999)) {
      var digest = entry.event().commitments().byField().get(Commitments.MOVER);
      if (digest != null && ledger.side(digest).isPresent()) {
        return Objects.requireNonNull(digest);
      }
    }
    throw new AssertionError("no side record");
  }
}
