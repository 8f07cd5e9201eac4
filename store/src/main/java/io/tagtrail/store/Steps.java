package io.tagtrail.store;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.LedgerException.Kind;
import io.tagtrail.core.model.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;

/// The steps that make a schema; each ledger keeps the checksums of those that made it.
///
/// @param names the files of the steps, in order; they lie beside this class
record Steps(List<String> names) {
  private record Applied(int version, String checksum) {}

  /// How many of them a ledger has not seen yet.
  ///
  /// @param ledger its name, for messages
  /// @throws LedgerException if it was made by a newer Tagtrail, or by other steps
  int missing(String ledger, Db db) throws SQLException {
    var applied =
        db.list(
            "SELECT version, checksum FROM schema_step ORDER BY version",
            row -> new Applied(row.getInt(1), row.getString(2)));
    if (applied.size() > names.size()) {
      throw new LedgerException(
          Kind.REFUSED,
          "the %s has schema %d, and this Tagtrail knows %d: it was made by a newer one;"
                  .formatted(ledger, applied.getLast().version(), names.size())
              + " nothing was changed. Use that version or a later one");
    }
    for (int i = 0; i < applied.size(); i++) {
      if (applied.get(i).version() != i + 1
          || !applied.get(i).checksum().equals(checksum(names.get(i)))) {
        throw altered(ledger, "step " + (i + 1) + " is not the one of this Tagtrail");
      }
    }
    return names.size() - applied.size();
  }

  /// Applies those after the first `done`, inside the caller's transaction.
  void migrate(Db db, int done) throws SQLException {
    for (int version = done + 1; version <= names.size(); version++) {
      var step = names.get(version - 1);
      db.script(text(step));
      db.update(
          "INSERT INTO schema_step (version, checksum) VALUES (?, ?)", version, checksum(step));
    }
  }

  int count() {
    return names.size();
  }

  static LedgerException altered(String ledger, String what) {
    return new LedgerException(
        Kind.REFUSED,
        "the schema of the %s was altered: %s; nothing was changed. Restore a backup, or find"
                .formatted(ledger, what)
            + " out who altered it before you trust it");
  }

  private static String checksum(String step) {
    return Digest.of(text(step).getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static String text(String step) {
    try (var in = Steps.class.getResourceAsStream(step)) {
      if (in == null) {
        throw new IllegalStateException("the schema is not in the program: " + step);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the schema cannot be read: " + step, e);
    }
  }
}
