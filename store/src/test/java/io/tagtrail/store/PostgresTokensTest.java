package io.tagtrail.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresTokensTest extends TokenStoreContract {
  @SuppressWarnings("NullAway.Init")
  private PostgresLedger ledger;

  @BeforeEach
  void make() {
    ledger = PostgresLedger.create(Postgres.database(), Postgres.ORIGIN, Fixture.CLOCK);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Override
  TokenStore store() {
    return ledger.tokens();
  }
}
