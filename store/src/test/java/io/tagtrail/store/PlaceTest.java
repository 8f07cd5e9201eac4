package io.tagtrail.store;

import static io.tagtrail.store.Fixture.PROD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.LedgerException.Kind;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.testkit.ledger.Story;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where a ledger can be, and what is refused as one.
class PlaceTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Test
  void commits_are_synced_and_the_log_is_written_ahead() {
    try (var ledger = Fixture.create(folder)) {
      Fixture.fill(ledger);
      var writer = ledger.writer();
      assertThat(writer.<String>direct("test", db -> db.pragma("journal_mode"))).isEqualTo("wal");
      assertThat(writer.<String>direct("test", db -> db.pragma("synchronous"))).isEqualTo("2");
      assertThat(writer.<String>direct("test", db -> db.pragma("wal_autocheckpoint")))
          .isEqualTo("16000");
      assertThat(writer.<String>direct("test", db -> db.pragma("secure_delete"))).isEqualTo("1");
      assertThat(writer.<String>direct("test", db -> db.pragma("busy_timeout"))).isEqualTo("10000");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.51.2", "3.7.17", "2.9", "3.51", "", "none"})
  void an_old_sqlite_is_refused(String version) {
    refused(Kind.REFUSED, () -> Connections.requireSqlite(version), "3.51.3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.51.3", "3.52.0", "3.54.1", "4.0.0"})
  void a_sound_sqlite_is_taken(String version) {
    Connections.requireSqlite(version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p", "ceph", "NFS"})
  void a_network_file_system_is_refused(String type) {
    Fixture.create(folder).close();
    var seams = new Seams(f -> type, Db::commit);
    refused(Kind.REFUSED, () -> Fixture.open(folder, seams), "local disk");
    var other = folder.resolve("other");
    refused(
        Kind.REFUSED,
        () -> Creation.create(other, Fixture.ORIGIN, Options.DEFAULTS, seams),
        "local disk");
    assertThat(other.resolve(Place.FILE)).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs", "overlay", "tmpfs", "fuse.fuse-overlayfs", "apfs"})
  void a_local_file_system_is_taken(String type) {
    Fixture.create(folder).close();
    Fixture.open(folder, new Seams(f -> type, Db::commit)).close();
  }

  @Test
  void a_folder_without_a_ledger_is_refused_and_left_alone() {
    refused(Kind.REFUSED, () -> Fixture.open(folder), "there is no ledger in");
    assertThat(folder).isEmptyDirectory();
    var missing = folder.resolve("missing");
    refused(Kind.REFUSED, () -> Fixture.open(missing), "not a folder");
    assertThat(missing).doesNotExist();
  }

  @Test
  void a_ledger_is_never_made_over_another_one() {
    try (var ledger = Fixture.create(folder)) {
      Fixture.fill(ledger);
      refused(Kind.REFUSED, () -> Fixture.create(folder), "there is a ledger already");
      assertThat(ledger.head().size()).isEqualTo(5);
    }
  }

  @Test
  void another_database_is_refused_and_left_alone() throws Exception {
    var file = folder.resolve(Place.FILE);
    try (var db = new Connections(file, Options.DEFAULTS).writer(true)) {
      db.script("CREATE TABLE shopping (item TEXT)");
    }
    refused(Kind.REFUSED, () -> Fixture.open(folder), "is not a ledger");
    refused(Kind.REFUSED, () -> Fixture.create(folder), "there is a database already");
    assertThat(Fixture.raw(folder).number("SELECT count(*) FROM shopping")).isZero();
  }

  @Test
  void a_file_that_is_no_database_is_refused_and_left_alone() throws Exception {
    var file = folder.resolve(Place.FILE);
    Files.writeString(file, "this is a text, and long enough to be taken for a page. ".repeat(200));
    var before = Files.readAllBytes(file);
    refused(Kind.CORRUPT, () -> Fixture.open(folder), "not a sound SQLite database");
    refused(Kind.CORRUPT, () -> Fixture.create(folder), "not a sound SQLite database");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void a_ledger_whose_making_was_stopped_is_made_again() throws Exception {
    Files.createFile(folder.resolve(Place.FILE));
    refused(Kind.REFUSED, () -> Fixture.open(folder), "make it again");
    try (var ledger = Fixture.create(folder)) {
      Fixture.fill(ledger);
      assertThat(ledger.check().findings()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "two words", "a+b", "line\nline"})
  void a_name_that_no_checkpoint_can_carry_is_refused(String origin) {
    assertThatThrownBy(() -> SqliteLedger.create(folder, origin, Fixture.CLOCK))
        .isInstanceOf(InvalidValueException.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_newer_schema_is_refused() throws Exception {
    Fixture.create(folder).close();
    Fixture.tamper(folder, "INSERT INTO schema_step (version, checksum) VALUES (4, 'later')");
    refused(Kind.REFUSED, () -> Fixture.open(folder), "made by a newer one");
  }

  @Test
  void an_altered_step_is_refused() throws Exception {
    Fixture.create(folder).close();
    Fixture.tamper(folder, "UPDATE schema_step SET checksum = 'sha256:00'");
    refused(Kind.REFUSED, () -> Fixture.open(folder), "schema of the ledger");
  }

  @Test
  void a_dropped_trigger_is_refused() throws Exception {
    Fixture.create(folder).close();
    Fixture.tamper(folder, "DROP TRIGGER entry_not_deleted");
    refused(Kind.REFUSED, () -> Fixture.open(folder), "tables, indexes or triggers");
  }

  @Test
  void another_journal_mode_is_refused() throws Exception {
    Fixture.create(folder).close();
    Fixture.tamper(folder, "PRAGMA journal_mode = DELETE");
    refused(Kind.REFUSED, () -> Fixture.open(folder), "journal mode 'delete'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE entry SET body = x'00' WHERE idx = 1",
        "DELETE FROM entry WHERE idx = 4",
        "DELETE FROM entry",
        "INSERT OR REPLACE INTO entry (idx, leaf, body) VALUES (1, zeroblob(32), x'00')",
        "INSERT INTO entry (idx, leaf, body) VALUES (7, zeroblob(32), x'00')",
        "UPDATE document SET bytes = x'00'",
        "DELETE FROM document",
        "DELETE FROM log"
      })
  void what_is_permanent_cannot_be_changed_by_statement(String statement) {
    try (var ledger = Fixture.create(folder)) {
      Fixture.fill(ledger);
      var entries = ledger.entries(0, 10);
      assertThatThrownBy(() -> Fixture.tamper(folder, statement))
          .hasMessageContaining("SQLITE_CONSTRAINT_TRIGGER");
      assertThat(ledger.entries(0, 10)).isEqualTo(entries);
      assertThat(ledger.check().findings()).isEmpty();
    }
  }

  @Test
  void nothing_is_written_to_a_file_that_was_replaced_meanwhile() throws Exception {
    try (var ledger = Fixture.create(folder)) {
      Fixture.fill(ledger);
      var file = folder.resolve(Place.FILE);
      var copy = folder.resolve("copy.db");
      Files.copy(file, copy);
      Files.delete(file);
      refused(Kind.UNAVAILABLE, () -> new Story(ledger).promote(PROD, 4), "deleted or replaced");
      Files.move(copy, file);
      refused(Kind.UNAVAILABLE, () -> new Story(ledger).promote(PROD, 4), "deleted or replaced");
    }
  }

  static void refused(Kind kind, ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            LedgerException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(kind);
              assertThat(e).hasMessageContaining(message);
            });
  }
}
