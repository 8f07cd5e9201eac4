package io.tagtrail.store;

import io.tagtrail.core.ledger.Notes;
import io.tagtrail.testkit.ledger.NotesContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresNotesTest extends NotesContract {
  @SuppressWarnings("NullAway.Init")
  private PostgresLedger ledger;

  @SuppressWarnings("NullAway.Init")
  private PostgresLedger other;

  @BeforeEach
  void make() {
    var settings = Postgres.database();
    ledger = PostgresLedger.create(settings, Postgres.ORIGIN, Fixture.CLOCK);
    other = PostgresLedger.open(settings, Fixture.CLOCK);
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
}
