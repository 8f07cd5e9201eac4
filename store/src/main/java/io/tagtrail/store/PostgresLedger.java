package io.tagtrail.store;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.LedgerException.Kind;
import java.sql.SQLException;
import java.time.InstantSource;

/// The ledger in a PostgreSQL database, which any number of processes on any number of machines may
/// use at once. None of them leads: an append locks the head of the log, and compares and sets it.
///
/// Entries and documents cannot be updated or deleted, by triggers. A database that acknowledges
/// what is not on its disk is refused.
public final class PostgresLedger extends SqlLedger {
  PostgresLedger(Opened opened, InstantSource clock) {
    super(opened, clock);
  }

  /// Opens the ledger in a database.
  ///
  /// @throws LedgerException if there is none, the database cannot be reached, or it does not keep
  ///   what it acknowledges
  public static PostgresLedger open(PostgresSettings settings, InstantSource clock) {
    return new PostgresLedger(PostgresDatabase.existing(settings, false), clock);
  }

  /// Makes a ledger in a database, in a schema of its own.
  ///
  /// @param origin the ledger's own name, for ever: as in `ledger.example.com/shop`
  /// @throws LedgerException if there is one already, or there cannot be one here
  public static PostgresLedger create(
      PostgresSettings settings, String origin, InstantSource clock) {
    make(settings, origin, false);
    return open(settings, clock);
  }

  /// Whether there is a ledger in the database.
  ///
  /// @throws LedgerException if the database cannot be asked
  public static boolean isIn(PostgresSettings settings) {
    var database = new PostgresDatabase(settings);
    try (var readers = new Readers(database, 1)) {
      return readers.ask(PostgresSchema::isLedger);
    }
  }

  /// @param halfCopied whether it is the target of a copy, which nobody else may open
  static void make(PostgresSettings settings, String origin, boolean halfCopied) {
    Creation.mustBeOrigin(origin);
    var database = new PostgresDatabase(settings);
    try (var db = database.maker()) {
      db.begin();
      PostgresSchema.lock(db);
      if (!PostgresSchema.isEmpty(db, settings.schema())) {
        throw new LedgerException(
            Kind.REFUSED,
            "there is a %s already: %s, schema %s; nothing was changed. Open it, or choose another"
                    .formatted(
                        PostgresSchema.isLedger(db) ? "ledger" : "schema with something in it",
                        settings.shown(),
                        settings.schema())
                + " database");
      }
      db.script("CREATE SCHEMA IF NOT EXISTS \"" + settings.schema() + "\"");
      PostgresSchema.create(db);
      Creation.begin(db, origin, halfCopied);
      db.commit();
    } catch (SQLException e) {
      throw database.failure("making the ledger", e);
    }
  }
}
