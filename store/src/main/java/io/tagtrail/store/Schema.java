package io.tagtrail.store;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/// The steps that make the schema, and what a file is held to before it is used: each step's
/// checksum, and a fingerprint over everything that SQLite knows of the schema (a dropped trigger
/// would let entries be altered).
final class Schema {
  /// `PRAGMA application_id`: "TagT".
  static final int APPLICATION = 0x54616754;

  private static final Steps STEPS =
      new Steps(List.of("001-ledger.sql", "002-tokens.sql", "003-notes.sql"));

  /// Over the schema that the steps make. A test says the right value when a step is added.
  static final String FINGERPRINT =
      "sha256:e48da898c0e7fdd0516fe8bcb2a7e50010d8e4a665925b23572789f6df9fbe5a";

  private Schema() {}

  /// Makes the schema in an empty database, inside the caller's transaction.
  static void create(Db db) throws SQLException {
    db.script(
        """
        CREATE TABLE schema_step (
          version INTEGER PRIMARY KEY,
          checksum TEXT NOT NULL
        ) STRICT\
        """);
    db.script("PRAGMA application_id = " + APPLICATION);
    migrate(db, 0);
  }

  /// Whether the file is one of ours at all.
  static boolean isLedger(Db db) throws SQLException {
    return db.pragma("application_id").equals(String.valueOf(APPLICATION));
  }

  static boolean isEmpty(Db db) throws SQLException {
    return db.number("SELECT count(*) FROM sqlite_schema") == 0;
  }

  /// How many steps are missing.
  ///
  /// @throws LedgerException if the file was made by a newer Tagtrail, or its schema is not what
  ///   the steps make
  static int missing(Path file, Db db) throws SQLException {
    int missing = STEPS.missing("ledger " + file, db);
    if (missing == 0 && !fingerprint(db).equals(FINGERPRINT)) {
      throw Steps.altered(
          "ledger " + file, "tables, indexes or triggers are not those that Tagtrail makes");
    }
    return missing;
  }

  /// Applies the missing steps, inside the caller's transaction.
  static void migrate(Db db, int done) throws SQLException {
    STEPS.migrate(db, done);
  }

  static int steps() {
    return STEPS.count();
  }

  static String fingerprint(Db db) throws SQLException {
    var all = new StringBuilder();
    db.each(
        """
        SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema
        WHERE name NOT LIKE 'sqlite\\_stat%' ESCAPE '\\' ORDER BY type, name\
        """,
        row -> {
          for (int column = 1; column <= 4; column++) {
            all.append(row.getString(column)).append('\0');
          }
        });
    return Digest.of(all.toString().getBytes(StandardCharsets.UTF_8)).toString();
  }
}
