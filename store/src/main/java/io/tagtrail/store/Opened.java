package io.tagtrail.store;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.LedgerException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/// A ledger's file that was found sound enough to use: ours, of this schema, on a local disk.
record Opened(Place place, String origin, Readers readers, Writer writer) {
  static Opened existing(Path folder, Options options, Seams seams) {
    var place = Place.of(folder);
    if (!place.hasFile()) {
      throw new LedgerException(
          Kind.REFUSED,
          "there is no ledger in %s%s; nothing was changed. Make one first, or name its folder"
              .formatted(
                  place.folder(),
                  Files.isDirectory(place.folder()) ? "" : ", which is not a folder"));
    }
    place.mustBeLocal(seams.types());
    var connections = new Connections(place.file(), options);
    var readers = new Readers(connections, place.file(), options.readers());
    var writer = new Writer(place, connections, seams.commit());
    try {
      if (readers.ask(db -> missing(place, db)) > 0) {
        upgrade(place, writer);
      }
      return new Opened(place, readers.ask(Opened::origin), readers, writer);
    } catch (RuntimeException e) {
      try (readers;
          writer) {
        throw e;
      }
    }
  }

  private static int missing(Place place, Db db) throws SQLException {
    if (!Schema.isLedger(db)) {
      throw new LedgerException(
          Kind.REFUSED,
          "%s is not a ledger; nothing was changed. If it was being made when the machine stopped,"
                  .formatted(place.file())
              + " make it again; if it is something else, move it away");
    }
    int missing = Schema.missing(place.file(), db);
    var mode = db.pragma("journal_mode");
    if (!mode.equals("wal")) {
      throw new LedgerException(
          Kind.REFUSED,
          "the ledger %s was switched to journal mode '%s', in which others cannot read while one"
                  .formatted(place.file(), mode)
              + " writes; nothing was changed. Run 'PRAGMA journal_mode = WAL' on it");
    }
    return missing;
  }

  private static void upgrade(Place place, Writer writer) {
    writer.transaction(
        "upgrading the schema",
        db -> {
          // Another process may have done it since.
          Schema.migrate(db, Schema.steps() - Schema.missing(place.file(), db));
          return true;
        },
        (db, done) -> Schema.missing(place.file(), db) == 0);
  }

  private static String origin(Db db) throws SQLException {
    return db.first("SELECT value FROM meta WHERE name = 'origin'", row -> row.getString(1))
        .orElseThrow(() -> Failures.damaged("the ledger's own name is missing"));
  }
}
