package io.tagtrail.store;

import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import io.tagtrail.testkit.ledger.SetClock;
import io.tagtrail.testkit.ledger.Story;
import java.nio.file.Path;
import java.sql.SQLException;

/// A ledger in a folder, and ways to do to its file what no method of it does.
final class Fixture {
  static final Alias PROD = Alias.parse("shop/prod");
  static final String ORIGIN = "ledger.example.com/test";
  static final SetClock CLOCK = SetClock.at("2026-03-01T12:00:00Z");

  private Fixture() {}

  static SqliteLedger create(Path folder) {
    return SqliteLedger.create(folder, ORIGIN, CLOCK);
  }

  static SqliteLedger open(Path folder) {
    return SqliteLedger.open(folder, CLOCK);
  }

  static SqliteLedger open(Path folder, Seams seams) {
    return new SqliteLedger(SqliteDatabase.existing(folder, Options.DEFAULTS, seams), CLOCK);
  }

  /// Five entries.
  static void fill(Ledger ledger) {
    new Story(ledger).adopt(PROD, 1).promote(PROD, 2).promote(PROD, 3);
  }

  /// What somebody with the `sqlite3` tool does.
  static void tamper(Path folder, String... statements) throws SQLException {
    try (var db = raw(folder)) {
      for (var statement : statements) {
        db.script(statement);
      }
    }
  }

  /// Alters entries or documents: drops the trigger, and puts it back so that nothing shows.
  static void tamperBehindTrigger(Path folder, String trigger, String statement)
      throws SQLException {
    try (var db = raw(folder)) {
      var sql =
          db.first("SELECT sql FROM sqlite_schema WHERE name = ?", row -> row.getString(1), trigger)
              .orElseThrow();
      db.script("DROP TRIGGER " + trigger);
      db.script(statement);
      db.script(sql);
    }
  }

  static Db raw(Path folder) throws SQLException {
    return new Connections(Place.of(folder).file(), Options.DEFAULTS).writer(false);
  }
}
