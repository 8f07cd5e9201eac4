package io.tagtrail.store;

import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.testkit.ledger.LedgerContract;
import java.nio.file.Path;
import java.time.InstantSource;

class SqliteLedgerTest extends LedgerContract {
  @Override
  protected Ledger open(Path folder, InstantSource clock) {
    return SqliteLedger.isIn(folder)
        ? SqliteLedger.open(folder, clock)
        : SqliteLedger.create(folder, "ledger.example.com/test", clock);
  }
}
