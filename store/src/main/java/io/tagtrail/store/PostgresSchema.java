package io.tagtrail.store;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.Digest;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;

/// The schema in PostgreSQL, and what a database is held to before it is used: each step's
/// checksum, and a fingerprint over what the catalogue says (a trigger that was dropped or switched
/// off would let entries be altered).
final class PostgresSchema {
  private static final Steps STEPS =
      new Steps(
          List.of("postgres-001-ledger.sql", "postgres-002-tokens.sql", "postgres-003-notes.sql"));

  /// Over the schema that the steps make. A test says the right value when a step is added.
  static final String FINGERPRINT =
      "sha256:8b37944a23c6bedb4b88aa3208dae75d99fdc0ad2c552918f7f0f87c8dec2e03";

  /// "TagT": makers and upgraders of ledgers wait for each other.
  private static final long LOCK = 0x54616754L;

  /// Only what every version of PostgreSQL writes alike; nothing that depends on the name of the
  /// schema or on how the catalogue prints a definition.
  private static final String CATALOGUE =
      """
      WITH ours AS (
        SELECT c.oid, c.relname, c.relkind, c.relpersistence, c.relrowsecurity FROM pg_class c
        WHERE c.relnamespace = current_schema()::regnamespace
      )
      SELECT line COLLATE "C" FROM (
        SELECT concat_ws('|', 'relation', relname, relkind, relpersistence, relrowsecurity) AS line
        FROM ours
        UNION ALL
        SELECT concat_ws('|', 'column', o.relname, a.attnum, a.attname,
            format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated, co.collname,
            pg_get_expr(d.adbin, d.adrelid))
        FROM ours o
        JOIN pg_attribute a ON a.attrelid = o.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        LEFT JOIN pg_collation co ON co.oid = a.attcollation
        WHERE o.relkind <> 'i'
        UNION ALL
        SELECT concat_ws('|', 'index', o.relname, t.relname, i.indkey::text, i.indisunique,
            i.indisvalid, pg_get_expr(i.indpred, i.indrelid), pg_get_expr(i.indexprs, i.indrelid))
        FROM ours o
        JOIN pg_index i ON i.indexrelid = o.oid
        JOIN pg_class t ON t.oid = i.indrelid
        UNION ALL
        SELECT concat_ws('|', 'constraint', o.relname, k.contype, k.conkey::text, k.convalidated,
            pg_get_expr(k.conbin, k.conrelid))
        FROM ours o JOIN pg_constraint k ON k.conrelid = o.oid AND k.contype <> 'n'
        UNION ALL
        SELECT concat_ws('|', 'trigger', o.relname, t.tgname, t.tgtype, t.tgenabled, p.proname,
            t.tgnewtable, t.tgqual IS NULL)
        FROM ours o
        JOIN pg_trigger t ON t.tgrelid = o.oid AND NOT t.tgisinternal
        JOIN pg_proc p ON p.oid = t.tgfoid
        UNION ALL
        SELECT concat_ws('|', 'rule', o.relname, r.rulename)
        FROM ours o JOIN pg_rewrite r ON r.ev_class = o.oid
        UNION ALL
        SELECT concat_ws('|', 'function', p.proname, p.prosecdef, p.prosrc)
        FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace
      ) lines ORDER BY 1\
      """;

  private PostgresSchema() {}

  /// Makes the schema, inside the caller's transaction.
  static void create(Db db) throws SQLException {
    db.script("CREATE TABLE schema_step (version INTEGER PRIMARY KEY, checksum TEXT NOT NULL)");
    STEPS.migrate(db, 0);
  }

  /// Waits for others that make or upgrade a ledger in this database, until the transaction ends.
  static void lock(Db db) throws SQLException {
    db.first("SELECT pg_advisory_xact_lock(?)", row -> true, LOCK);
  }

  static boolean isLedger(Db db) throws SQLException {
    return db.number("SELECT count(*) WHERE to_regclass('schema_step') IS NOT NULL") == 1;
  }

  /// Whether there is nothing at all in the schema, or no such schema.
  static boolean isEmpty(Db db, String schema) throws SQLException {
    return db.number(
            """
            SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ?\
            """,
            schema)
        == 0;
  }

  /// How many steps are missing.
  ///
  /// @throws LedgerException if it was made by a newer Tagtrail, or its schema is not what the
  ///   steps make
  static int missing(String ledger, Db db) throws SQLException {
    int missing = STEPS.missing(ledger, db);
    if (missing == 0 && !fingerprint(db).equals(FINGERPRINT)) {
      throw Steps.altered(
          ledger, "tables, indexes, triggers or functions are not those that Tagtrail makes");
    }
    return missing;
  }

  static void migrate(String ledger, Db db) throws SQLException {
    lock(db);
    STEPS.migrate(db, STEPS.count() - STEPS.missing(ledger, db));
  }

  static int steps() {
    return STEPS.count();
  }

  static String fingerprint(Db db) throws SQLException {
    var lines = String.join("\n", db.list(CATALOGUE, row -> row.getString(1)));
    return Digest.of(lines.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
