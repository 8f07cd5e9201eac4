package io.tagtrail.testkit.ledger;

import io.tagtrail.core.ledger.Ledger;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

class InMemoryLedgerTest extends LedgerContract {
  private final Map<Path, InMemoryLedger> ledgers = new HashMap<>();

  @Override
  protected Ledger open(Path folder, InstantSource clock) {
    return ledgers
        .computeIfAbsent(folder, f -> new InMemoryLedger("example.org/ledger", clock))
        .handle(clock);
  }
}
