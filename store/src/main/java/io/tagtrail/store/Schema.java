package io.tagtrail.store;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.LedgerException.Kind;
import io.tagtrail.core.model.Digest;
import java.io.IOException;
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

  private static final List<String> STEPS = List.of("001-ledger.sql", "002-tokens.sql");

  /// Over the schema that the steps make. A test says the right value when a step is added.
  static final String FINGERPRINT =
      "sha256:df59ec348e6e667f49660f90ff8457ee2dc0d3e03737d4db2c6fd99e8febc109";

  private record Applied(int version, String checksum) {}

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
    var applied = applied(db);
    if (applied.size() > STEPS.size()) {
      throw new LedgerException(
          Kind.REFUSED,
          "the ledger %s has schema %d, and this Tagtrail knows %d: it was made by a newer one;"
                  .formatted(file, applied.getLast().version(), STEPS.size())
              + " nothing was changed. Use that version or a later one");
    }
    for (int i = 0; i < applied.size(); i++) {
      if (applied.get(i).version() != i + 1
          || !applied.get(i).checksum().equals(checksum(STEPS.get(i)))) {
        throw altered(file, "step " + (i + 1) + " is not the one of this Tagtrail");
      }
    }
    int missing = STEPS.size() - applied.size();
    if (missing == 0 && !fingerprint(db).equals(FINGERPRINT)) {
      throw altered(file, "tables, indexes or triggers are not those that Tagtrail makes");
    }
    return missing;
  }

  /// Applies the missing steps, inside the caller's transaction.
  static void migrate(Db db, int done) throws SQLException {
    for (int version = done + 1; version <= STEPS.size(); version++) {
      var step = STEPS.get(version - 1);
      db.script(text(step));
      db.update(
          "INSERT INTO schema_step (version, checksum) VALUES (?, ?)", version, checksum(step));
    }
  }

  static int steps() {
    return STEPS.size();
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

  private static List<Applied> applied(Db db) throws SQLException {
    return db.list(
        "SELECT version, checksum FROM schema_step ORDER BY version",
        row -> new Applied(row.getInt(1), row.getString(2)));
  }

  private static LedgerException altered(Path file, String what) {
    return new LedgerException(
        Kind.REFUSED,
        "the schema of the ledger %s was altered: %s; nothing was changed. Restore a backup, or find"
                .formatted(file, what)
            + " out who altered it before you trust it");
  }

  private static String checksum(String step) {
    return Digest.of(text(step).getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static String text(String step) {
    try (var in = Schema.class.getResourceAsStream(step)) {
      if (in == null) {
        throw new IllegalStateException("the schema is not in the program: " + step);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the schema cannot be read: " + step, e);
    }
  }
}
