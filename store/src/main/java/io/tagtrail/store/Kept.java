package io.tagtrail.store;

import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.model.Digest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Side records and documents: what cannot be rebuilt from the entries.
final class Kept {
  private Kept() {}

  /// Keeps side records, but for those that are there or were erased, and documents, but for those
  /// that are there.
  static void insert(Db db, List<SideRecord> sides, List<Document> documents) throws SQLException {
    var rows = new ArrayList<@Nullable Object[]>();
    for (var side : sides) {
      rows.add(
          new Object[] {Columns.bytes(side.commitment()), side.field(), side.salt(), side.value()});
    }
    db.insert(Table.SIDE, rows);
    rows = new ArrayList<>();
    for (var document : documents) {
      rows.add(
          new Object[] {Columns.bytes(document.digest()), document.mediaType(), document.bytes()});
    }
    db.insert(Table.DOCUMENT, rows);
  }

  static Optional<SideRecord> side(Db db, Digest commitment) throws SQLException {
    return db.first(
        "SELECT field, salt, value FROM side WHERE commitment = ? AND value IS NOT NULL",
        row -> {
          try {
            return new SideRecord(row.getString(1), row.getString(2), row.getString(3));
          } catch (IllegalArgumentException e) {
            throw Failures.damaged("the side record " + commitment + ": " + e.getMessage());
          }
        },
        Columns.bytes(commitment));
  }

  /// Empties a side record.
  static boolean erase(Db db, Digest commitment) throws SQLException {
    return db.update(
            "UPDATE side SET field = NULL, salt = NULL, value = NULL"
                + " WHERE commitment = ? AND value IS NOT NULL",
            Columns.bytes(commitment))
        == 1;
  }

  static Optional<Document> document(Db db, Digest digest) throws SQLException {
    return db.first(
        "SELECT media_type, bytes FROM document WHERE digest = ?",
        row -> new Document(row.getString(1), row.getBytes(2)),
        Columns.bytes(digest));
  }
}
