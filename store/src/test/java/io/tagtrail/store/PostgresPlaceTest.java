package io.tagtrail.store;

import static io.tagtrail.store.Fixture.PROD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.event.Commitments;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.LedgerException.Kind;
import io.tagtrail.testkit.ledger.RandomStory;
import io.tagtrail.testkit.ledger.Story;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which database can be a ledger's, what it is held to, and what is said of it.
class PostgresPlaceTest {
  @SuppressWarnings("NullAway.Init")
  private PostgresSettings settings;

  @BeforeEach
  void make() {
    settings = Postgres.database();
  }

  private PostgresLedger create() {
    return PostgresLedger.create(settings, Postgres.ORIGIN, Fixture.CLOCK);
  }

  private PostgresLedger open() {
    return PostgresLedger.open(settings, Fixture.CLOCK);
  }

  private void setting(String sql) {
    Postgres.admin("postgres", sql.replace("{db}", Postgres.name(settings)));
  }

  @Test
  void a_session_waits_for_the_disk_and_for_nothing_else_without_end() {
    try (var ledger = create()) {
      for (var setting :
          new String[][] {
            {"synchronous_commit", "on"},
            {"statement_timeout", "20s"},
            {"lock_timeout", "15s"},
            {"idle_in_transaction_session_timeout", "10s"},
            {"TimeZone", "UTC"},
            {"search_path", "tagtrail, pg_temp"},
            {"default_transaction_read_only", "off"},
            {"default_transaction_isolation", "read committed"}
          }) {
        String value =
            ledger
                .writer()
                .direct(
                    "test",
                    db ->
                        db.first("SELECT current_setting(?)", row -> row.getString(1), setting[0])
                            .orElseThrow());
        assertThat(value).as(setting[0]).isEqualTo(setting[1]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "local", "remote_write"})
  void a_database_that_acknowledges_too_early_is_refused(String value) {
    create().close();
    setting("ALTER DATABASE {db} SET synchronous_commit = " + value);
    PlaceTest.refused(Kind.REFUSED, this::open, "synchronous_commit is '" + value + "'");
    setting("ALTER DATABASE {db} RESET synchronous_commit");
    setting("CREATE ROLE hasty_" + Postgres.name(settings) + value + " SUPERUSER LOGIN");
    setting("ALTER ROLE hasty_{db}" + value + " SET synchronous_commit = " + value);
    var hasty =
        PostgresSettings.of(settings.url(), "hasty_" + Postgres.name(settings) + value, () -> null);
    PlaceTest.refused(
        Kind.REFUSED, () -> PostgresLedger.open(hasty, Fixture.CLOCK), "synchronous_commit is");
    open().close();
  }

  @Test
  void a_database_that_waits_for_its_standbys_to_apply_is_taken_and_kept_so() {
    create().close();
    setting("ALTER DATABASE {db} SET synchronous_commit = remote_apply");
    try (var ledger = open()) {
      new Story(ledger).adopt(PROD, 1);
      String value =
          ledger
              .writer()
              .direct(
                  "test",
                  db -> db.first("SHOW synchronous_commit", row -> row.getString(1)).orElseThrow());
      assertThat(value).isEqualTo("remote_apply");
    }
  }

  @Test
  void every_new_connection_is_held_to_it_not_only_the_first() {
    try (var ledger = create()) {
      new Story(ledger).adopt(PROD, 1);
      setting("ALTER DATABASE {db} SET synchronous_commit = off");
      // Those that are open keep what they found.
      new Story(ledger).promote(PROD, 2);
      setting(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{db}' AND"
              + " application_name = 'tagtrail'");
      PlaceTest.refused(
          Kind.REFUSED, () -> new Story(ledger).promote(PROD, 3), "synchronous_commit is 'off'");
      setting("ALTER DATABASE {db} RESET synchronous_commit");
      new Story(ledger).promote(PROD, 3);
      assertThat(ledger.check().findings()).isEmpty();
    }
  }

  @Test
  void a_read_only_database_is_unavailable() {
    create().close();
    setting("ALTER DATABASE {db} SET default_transaction_read_only = on");
    PlaceTest.refused(Kind.UNAVAILABLE, this::open, "standby or read-only");
  }

  @Test
  void another_encoding_is_refused() {
    var name = Postgres.name(settings) + "_latin";
    Postgres.admin(
        "postgres",
        "CREATE DATABASE " + name + " ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0");
    var latin = Postgres.settings(Postgres.port(), name);
    PlaceTest.refused(
        Kind.REFUSED,
        () -> PostgresLedger.create(latin, Postgres.ORIGIN, Fixture.CLOCK),
        "its encoding is SQL_ASCII");
  }

  @Test
  void a_database_without_a_ledger_is_refused_and_left_alone() {
    assertThat(PostgresLedger.isIn(settings)).isFalse();
    PlaceTest.refused(Kind.REFUSED, this::open, "there is no ledger in postgresql://localhost");
    create().close();
    assertThat(PostgresLedger.isIn(settings)).isTrue();
  }

  @Test
  void a_ledger_is_never_made_over_another_one_nor_over_anything_else() {
    try (var ledger = create()) {
      Fixture.fill(ledger);
      PlaceTest.refused(Kind.REFUSED, this::create, "there is a ledger already");
      assertThat(ledger.head().size()).isEqualTo(5);
    }
    var other = Postgres.database();
    Postgres.admin(
        Postgres.name(other), "CREATE SCHEMA tagtrail; CREATE TABLE tagtrail.shopping (item TEXT)");
    PlaceTest.refused(
        Kind.REFUSED,
        () -> PostgresLedger.create(other, Postgres.ORIGIN, Fixture.CLOCK),
        "there is a schema with something in it already");
  }

  @Test
  void of_many_that_make_the_ledger_at_once_one_does() throws Exception {
    var go = new CountDownLatch(1);
    var made = new java.util.concurrent.ConcurrentLinkedQueue<String>();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 6; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                try {
                  go.await();
                  create().close();
                  made.add("made");
                } catch (LedgerException e) {
                  made.add(e.kind().name());
                } catch (InterruptedException e) {
                  made.add("interrupted");
                }
              }));
    }
    go.countDown();
    for (var thread : threads) {
      thread.join();
    }
    assertThat(made).hasSize(6).containsOnlyOnce("made").contains("REFUSED");
    assertThat(made).containsOnly("made", "REFUSED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP TRIGGER entry_permanent ON entry",
        "ALTER TABLE entry DISABLE TRIGGER entry_permanent",
        "ALTER TABLE entry ENABLE TRIGGER entry_permanent",
        "CREATE OR REPLACE FUNCTION is_permanent() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN RETURN NULL; END'",
        "CREATE RULE quiet AS ON INSERT TO side DO INSTEAD NOTHING",
        "DROP INDEX event_by_key",
        "ALTER TABLE document SET UNLOGGED",
        "ALTER TABLE entry DROP CONSTRAINT entry_leaf_check",
        "ALTER TABLE entry ADD COLUMN extra TEXT",
        "ALTER TABLE stream ALTER COLUMN key TYPE TEXT COLLATE \"default\""
      })
  void an_altered_schema_is_refused_and_found(String statement) {
    try (var ledger = create()) {
      Fixture.fill(ledger);
      Postgres.tamper(settings, statement);
      PlaceTest.refused(Kind.REFUSED, this::open, "was altered");
      assertThat(ledger.check().findings()).extracting(Finding::kind).contains(Finding.Kind.FILE);
    }
  }

  @Test
  void a_newer_schema_is_refused() {
    create().close();
    Postgres.tamper(settings, "INSERT INTO schema_step (version, checksum) VALUES (4, 'later')");
    PlaceTest.refused(Kind.REFUSED, this::open, "made by a newer one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE entry SET body = '\\x00' WHERE idx = 1",
        "DELETE FROM entry WHERE idx = 4",
        "DELETE FROM entry",
        "TRUNCATE entry",
        "TRUNCATE entry, log, document",
        "INSERT INTO entry (idx, leaf, body) VALUES (7, decode(repeat('00', 32), 'hex'), '\\x00')",
        "INSERT INTO entry (idx, leaf, body) VALUES (1, decode(repeat('00', 32), 'hex'), '\\x00')"
            + " ON CONFLICT (idx) DO UPDATE SET body = excluded.body",
        "SET session_replication_role = replica; DELETE FROM entry",
        "UPDATE document SET bytes = '\\x00'",
        "DELETE FROM document",
        "DELETE FROM log",
        "UPDATE log SET size = 3"
      })
  void what_is_permanent_cannot_be_changed_by_statement(String statement) {
    try (var ledger = create()) {
      Fixture.fill(ledger);
      var entries = ledger.entries(0, 10);
      assertThatThrownBy(() -> Postgres.tamper(settings, statement))
          .hasMessageMatching("(?s).*(permanent|no gaps|head of the log).*");
      assertThat(ledger.entries(0, 10)).isEqualTo(entries);
      assertThat(ledger.check().findings()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "UPDATE event SET revision = 'abcdef0' WHERE idx = 2;PROJECTION",
        "DELETE FROM event WHERE idx = 2;PROJECTION",
        "DELETE FROM named WHERE idx = 2;PROJECTION",
        "DELETE FROM stream;PROJECTION",
        "UPDATE stream SET state = 'nonsense';PROJECTION",
        "INSERT INTO stream (key, version, state) VALUES ('a/b', 1, '{}');PROJECTION",
        "UPDATE log SET last = last + 1;HEAD",
        "UPDATE side SET value = 'somebody else';SIDE",
        "DELETE FROM side;SIDE",
        "UPDATE outbox SET idx = idx + 77;OUTBOX"
      })
  void what_was_altered_is_found_and_what_follows_from_the_entries_is_mended(
      String statement, Finding.Kind kind) {
    try (var ledger = create()) {
      Fixture.fill(ledger);
      var state = ledger.alias(PROD);
      Postgres.tamper(settings, statement);
      var report = ledger.check();
      assertThat(report.findings()).isNotEmpty().allMatch(f -> f.kind() == kind);
      assertThat(report.isMendable()).isEqualTo(kind == Finding.Kind.PROJECTION);
      if (report.isMendable()) {
        ledger.rebuild();
        assertThat(ledger.check().findings()).isEmpty();
        assertThat(ledger.alias(PROD)).isEqualTo(state);
        new Story(ledger).promote(PROD, 4);
        assertThat(ledger.check().findings()).isEmpty();
      }
    }
  }

  @Test
  void a_rebuild_in_one_process_is_seen_by_the_others() {
    long seed = Long.getLong("tagtrail.seed", System.nanoTime());
    System.out.println("PostgresPlaceTest seed " + seed);
    try (var ledger = create();
        var other = open()) {
      new RandomStory(seed, ledger).acts(300);
      Postgres.tamper(settings, "UPDATE stream SET state = 'nonsense'");
      other.rebuild();
      assertThat(ledger.check().findings()).as("seed %d", seed).isEmpty();
      new RandomStory(seed + 1, ledger).acts(50);
      new RandomStory(seed + 2, other).acts(50);
      assertThat(other.check().findings()).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void an_erased_text_is_in_no_table_any_more() {
    try (var ledger = create()) {
      Fixture.fill(ledger);
      var commitments = ledger.entry(1).orElseThrow().event().commitments().byField();
      ledger.erase(Objects.requireNonNull(commitments.get(Commitments.MOVER)));
      assertThat(ledger.check().erased()).isEqualTo(1);
      assertThat(ledger.check().findings()).isEmpty();
    }
  }

  @Test
  void
      a_process_that_was_frozen_with_the_head_locked_keeps_the_others_waiting_for_a_bounded_time() {
    var bounded =
        settings.withTimes(
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofMillis(300),
            Duration.ofSeconds(5));
    create().close();
    try (var frozen = PostgresLedger.open(bounded, Fixture.CLOCK);
        var other = PostgresLedger.open(bounded, Fixture.CLOCK)) {
      var locked = new CountDownLatch(1);
      var thread =
          Thread.ofVirtual()
              .start(() ->
                  frozen
                      .writer()
                      .transaction(
                          "test",
                          db -> {
                            db.first("SELECT size FROM log WHERE id = 1 FOR UPDATE", row -> true);
                            locked.countDown();
                            java.util.concurrent.locks.LockSupport.parkNanos(1_500_000_000L);
                            return true;
                          },
                          (db, done) -> true));
      try {
        locked.await();
        new Story(other).adopt(PROD, 1);
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      // Its own connection was ended by the database; the next one is a new one.
      new Story(frozen).promote(PROD, 2);
      assertThat(other.check().findings()).isEmpty();
    }
  }

  @Test
  void a_lock_that_is_held_for_too_long_is_said() throws Exception {
    var impatient =
        settings.withTimes(
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ofMillis(200),
            Duration.ofSeconds(20),
            Duration.ofSeconds(5));
    create().close();
    try (var ledger = PostgresLedger.open(impatient, Fixture.CLOCK);
        var other = new PostgresDatabase(settings).maker()) {
      other.begin();
      other.first("SELECT size FROM log WHERE id = 1 FOR UPDATE", row -> true);
      PlaceTest.refused(
          Kind.UNAVAILABLE,
          () -> new Story(ledger).adopt(PROD, 1),
          "another process keeps the head");
      other.rollback();
      new Story(ledger).adopt(PROD, 1);
    }
  }

  @Test
  void a_ledger_that_lost_entries_is_noticed_by_a_process_that_knew_them() {
    try (var ledger = create()) {
      Fixture.fill(ledger);
      var other = Postgres.database();
      PostgresLedger.create(other, Postgres.ORIGIN, Fixture.CLOCK).close();
      // Somebody puts an older copy in the place of the database.
      var name = Postgres.name(settings);
      Postgres.admin(
          "postgres",
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'",
          "ALTER DATABASE " + name + " RENAME TO " + name + "_old",
          "ALTER DATABASE " + Postgres.name(other) + " RENAME TO " + name);
      PlaceTest.refused(
          Kind.CORRUPT, () -> new Story(ledger).adopt(PROD, 1), "that were acknowledged are gone");
      try (var late = open()) {
        new RandomStory(1, late).acts(30);
      }
      PlaceTest.refused(
          Kind.CORRUPT,
          () -> new Story(ledger).adopt(new io.tagtrail.core.model.Alias("x", "prod"), 1),
          "other entries");
    }
  }

  @Test
  void another_ledger_behind_the_same_address_is_refused() {
    try (var ledger = create()) {
      Fixture.fill(ledger);
      var other = Postgres.database();
      PostgresLedger.create(other, "ledger.example.com/other", Fixture.CLOCK).close();
      var name = Postgres.name(settings);
      Postgres.admin(
          "postgres",
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'",
          "ALTER DATABASE " + name + " RENAME TO " + name + "_old",
          "ALTER DATABASE " + Postgres.name(other) + " RENAME TO " + name);
      PlaceTest.refused(Kind.REFUSED, () -> ledger.head(), "is another ledger now");
    }
  }
}
