package io.tagtrail.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.ledger.Notes;
import io.tagtrail.testkit.ledger.NotesContract;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteNotesTest extends NotesContract {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private SqliteLedger ledger;

  @SuppressWarnings("NullAway.Init")
  private SqliteLedger other;

  @BeforeEach
  void make() {
    ledger = Fixture.create(folder);
    other = Fixture.open(folder);
  }

  @AfterEach
  void close() {
    other.close();
    ledger.close();
  }

  @Override
  protected Notes notes() {
    return ledger.notes();
  }

  @Override
  protected Notes elsewhere() {
    return other.notes();
  }

  @Test
  void a_ledger_from_before_there_were_notes_gets_the_table_and_keeps_everything()
      throws Exception {
    Fixture.fill(ledger);
    var head = ledger.head();
    other.close();
    ledger.close();
    Fixture.tamper(folder, "DROP TABLE note", "DELETE FROM schema_step WHERE version = 3");
    ledger = Fixture.open(folder);
    assertThat(ledger.head()).isEqualTo(head);
    var bytes = "x".getBytes(StandardCharsets.UTF_8);
    ledger.notes().put(new Notes.Note("cluster", "eu", bytes, Fixture.CLOCK.instant()));
    assertThat(ledger.notes().all("cluster")).hasSize(1);
    assertThat(ledger.check().findings()).isEmpty();
  }

  @Test
  void notes_outlast_a_rebuild() {
    Fixture.fill(ledger);
    var bytes = "x".getBytes(StandardCharsets.UTF_8);
    ledger.notes().put(new Notes.Note("cluster", "eu", bytes, Fixture.CLOCK.instant()));
    ledger.rebuild();
    assertThat(ledger.notes().all("cluster")).hasSize(1);
  }
}
