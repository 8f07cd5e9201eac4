package io.tagtrail.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteTokensTest extends TokenStoreContract {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private SqliteLedger ledger;

  @BeforeEach
  void make() {
    ledger = Fixture.create(folder);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Override
  TokenStore store() {
    return ledger.tokens();
  }

  @Test
  void another_process_sees_a_revocation_at_once() {
    store().add(token(1, null));
    try (var other = Fixture.open(folder)) {
      other.tokens().revoke("t1", START);
      assertThat(store().byHash(hash("secret 1")).orElseThrow().revoked()).isEqualTo(START);
    }
  }

  @Test
  void a_ledger_from_before_there_were_tokens_gets_the_table_and_keeps_everything()
      throws Exception {
    Fixture.fill(ledger);
    var head = ledger.head();
    ledger.close();
    Fixture.tamper(
        folder,
        "DROP TABLE note",
        "DROP TABLE token",
        "DELETE FROM schema_step WHERE version >= 2");
    ledger = Fixture.open(folder);
    assertThat(ledger.head()).isEqualTo(head);
    store().add(token(1, null));
    assertThat(store().list()).hasSize(1);
    assertThat(ledger.check().findings()).isEmpty();
  }
}
