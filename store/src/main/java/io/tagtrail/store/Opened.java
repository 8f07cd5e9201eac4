package io.tagtrail.store;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.LedgerException.Kind;
import java.sql.SQLException;

/// A ledger's database that was found sound enough to use: ours, and of this schema.
///
/// @param writer for appending
/// @param aside for what is kept beside the entries; the same one where only one can write
record Opened(Database database, String origin, Readers readers, Writer writer, Writer aside)
    implements AutoCloseable {
  /// In `meta` while a copy into this ledger is not finished.
  static final String COPYING = "copying";

  /// @throws LedgerException if it cannot be used; nothing stays open then
  static Opened of(Database database, Readers readers, Writer writer, Writer aside) {
    return of(database, readers, writer, aside, false);
  }

  /// @param halfCopied whether the target of a copy may be opened before that is finished
  static Opened of(
      Database database, Readers readers, Writer writer, Writer aside, boolean halfCopied) {
    try {
      if (readers.ask(database::missingSteps) > 0) {
        writer.transaction(
            "upgrading the schema",
            db -> {
              database.migrate(db);
              return true;
            },
            (db, done) -> database.missingSteps(db) == 0);
      }
      if (!halfCopied && readers.ask(db -> meta(db, COPYING)).isPresent()) {
        throw new LedgerException(
            Kind.REFUSED,
            "%s is a copy that was not finished; nothing was changed. Run the copy again, which goes"
                    .formatted(database.name())
                + " on where it stopped");
      }
      return new Opened(database, readers.ask(Opened::origin), readers, writer, aside);
    } catch (RuntimeException e) {
      try (readers;
          writer;
          aside) {
        throw e;
      }
    }
  }

  static java.util.Optional<String> meta(Db db, String name) throws SQLException {
    return db.first("SELECT value FROM meta WHERE name = ?", row -> row.getString(1), name);
  }

  static String origin(Db db) throws SQLException {
    return meta(db, "origin")
        .orElseThrow(() -> Failures.damaged("the ledger's own name is missing"));
  }

  @Override
  public void close() {
    try (readers;
        aside) {
      writer.close();
    }
  }
}
