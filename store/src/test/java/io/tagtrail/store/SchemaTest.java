package io.tagtrail.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {
  @Test
  void the_fingerprint_is_that_of_the_schema_which_the_steps_make(@TempDir Path folder)
      throws Exception {
    var file = folder.resolve("any.db");
    try (var db = new Connections(file, Options.DEFAULTS).writer(true)) {
      Schema.create(db);
      assertThat(Schema.FINGERPRINT).isEqualTo(Schema.fingerprint(db));
    }
  }
}
