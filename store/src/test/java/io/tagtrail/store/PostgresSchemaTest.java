package io.tagtrail.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PostgresSchemaTest {
  @Test
  void the_fingerprint_is_that_of_the_schema_which_the_steps_make() throws Exception {
    var settings = Postgres.database();
    PostgresLedger.make(settings, Postgres.ORIGIN, false);
    try (var db = new PostgresDatabase(settings).maker()) {
      assertThat(PostgresSchema.FINGERPRINT).isEqualTo(PostgresSchema.fingerprint(db));
    }
  }
}
