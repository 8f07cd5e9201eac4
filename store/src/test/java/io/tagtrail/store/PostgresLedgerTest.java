package io.tagtrail.store;

import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.testkit.ledger.LedgerContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// More handles are more processes as far as the database can tell: each has its own connections.
class PostgresLedgerTest extends LedgerContract {
  private @Nullable PostgresSettings settings;

  @Override
  protected Ledger open(Path folder, InstantSource clock) {
    var there = settings;
    if (there != null) {
      return PostgresLedger.open(there, clock);
    }
    var made = Postgres.database();
    settings = made;
    return PostgresLedger.create(made, Postgres.ORIGIN, clock);
  }
}
