package io.tagtrail.store;

import java.nio.file.Path;
import java.time.InstantSource;

/// The ledger in one SQLite file, `ledger.db` in a folder on a local disk. Several processes may
/// use it at once; several machines may not.
///
/// Entries and documents cannot be updated or deleted, by triggers. Every commit is synced before
/// it is answered.
public final class SqliteLedger extends SqlLedger {
  SqliteLedger(Opened opened, InstantSource clock) {
    super(opened, clock);
  }

  /// Opens the ledger in a folder.
  ///
  /// @throws io.tagtrail.core.ledger.LedgerException if there is none, or it cannot be used here
  public static SqliteLedger open(Path folder, InstantSource clock) {
    return open(folder, clock, Options.DEFAULTS);
  }

  public static SqliteLedger open(Path folder, InstantSource clock, Options options) {
    return new SqliteLedger(SqliteDatabase.existing(folder, options, Seams.REAL), clock);
  }

  /// Makes a ledger in a folder, and the folder if it is not there.
  ///
  /// @param origin the ledger's own name, for ever: as in `ledger.example.com/shop`
  /// @throws io.tagtrail.core.ledger.LedgerException if there is one already, or there cannot be
  ///   one here
  public static SqliteLedger create(Path folder, String origin, InstantSource clock) {
    return create(folder, origin, clock, Options.DEFAULTS);
  }

  public static SqliteLedger create(
      Path folder, String origin, InstantSource clock, Options options) {
    Creation.create(folder, origin, options, Seams.REAL);
    return open(folder, clock, options);
  }

  /// Whether there is a ledger's file in a folder; it is not opened.
  public static boolean isIn(Path folder) {
    return Place.of(folder).hasFile();
  }
}
