package io.tagtrail.store;

import java.time.InstantSource;

/// Ledgers of either kind.
public final class Ledgers {
  private Ledgers() {}

  /// Opens a ledger.
  ///
  /// @throws io.tagtrail.core.ledger.LedgerException if there is none, it cannot be reached, or not
  ///   be used safely
  public static StoredLedger open(LedgerSettings settings, InstantSource clock) {
    return switch (settings) {
      case SqliteSettings sqlite -> SqliteLedger.open(sqlite.folder(), clock, sqlite.options());
      case PostgresSettings postgres -> PostgresLedger.open(postgres, clock);
    };
  }

  /// Makes a ledger, and opens it.
  ///
  /// @param origin the ledger's own name, for ever: as in `ledger.example.com/shop`
  /// @throws io.tagtrail.core.ledger.LedgerException if there is one already, or there cannot be
  ///   one
  public static StoredLedger create(LedgerSettings settings, String origin, InstantSource clock) {
    return switch (settings) {
      case SqliteSettings sqlite ->
          SqliteLedger.create(sqlite.folder(), origin, clock, sqlite.options());
      case PostgresSettings postgres -> PostgresLedger.create(postgres, origin, clock);
    };
  }

  /// Whether there is a ledger.
  ///
  /// @throws io.tagtrail.core.ledger.LedgerException if the database cannot be asked
  public static boolean exists(LedgerSettings settings) {
    return switch (settings) {
      case SqliteSettings sqlite -> SqliteLedger.isIn(sqlite.folder());
      case PostgresSettings postgres -> PostgresLedger.isIn(postgres);
    };
  }
}
