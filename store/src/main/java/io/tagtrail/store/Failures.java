package io.tagtrail.store;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.LedgerException.Kind;
import io.tagtrail.core.model.Text;
import java.nio.file.Path;
import java.sql.SQLException;

/// Turns what SQLite reports into what the port throws: which ledger, what happened, what is
/// unchanged, what to do.
final class Failures {
  private static final int DETAIL_BYTES = 300;

  // Primary result codes of SQLite (https://sqlite.org/rescode.html); the driver gives them as the
  // error code.
  private static final int PERM = 3;
  private static final int BUSY = 5;
  private static final int LOCKED = 6;
  private static final int READONLY = 8;
  private static final int IOERR = 10;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANTOPEN = 14;
  private static final int CONSTRAINT = 19;
  private static final int AUTH = 23;
  private static final int NOTADB = 26;

  /// Ours: rows that SQLite finds sound and that cannot be.
  private static final int DAMAGED = 0x10000;

  private Failures() {}

  /// Something in the database that Tagtrail never writes.
  static SQLException damaged(String what) {
    return new SQLException(what, null, DAMAGED);
  }

  /// @param doing what was being done, as in `reading the ledger`
  static LedgerException of(Path file, String doing, SQLException e) {
    int code = e.getErrorCode() == DAMAGED ? CONSTRAINT : e.getErrorCode() & 0xff;
    return switch (code) {
      case BUSY, LOCKED ->
          unavailable(
              file,
              doing,
              "another process keeps it locked. Try again; if it goes on, find the process that"
                  + " holds it ('fuser' on the file)",
              e);
      case READONLY, PERM, AUTH ->
          unavailable(
              file,
              doing,
              "it cannot be written here (read-only file, folder or file system). Make the file"
                  + " and its folder writable for this user; reading needs that too",
              e);
      case FULL ->
          unavailable(
              file, doing, "the disk or its quota is full. Free some space and try again", e);
      case CANTOPEN ->
          unavailable(
              file,
              doing,
              "it cannot be opened. Check that the folder exists and that this user may write to"
                  + " it",
              e);
      case IOERR ->
          unavailable(
              file,
              doing,
              "the disk reported an error. Check the disk, then run a check of the ledger",
              e);
      case CORRUPT, NOTADB ->
          new LedgerException(
              Kind.CORRUPT,
              message(
                  file,
                  doing,
                  "it is not a sound SQLite database. Stop writing to it, keep a copy of all its"
                      + " files, and restore a backup",
                  e),
              e);
      case CONSTRAINT ->
          new LedgerException(
              Kind.CORRUPT,
              message(
                  file,
                  doing,
                  "it holds rows that contradict the entries. Run a check of the ledger; a rebuild"
                      + " mends everything that follows from the entries",
                  e),
              e);
      default -> unavailable(file, doing, "SQLite reported an error", e);
    };
  }

  static boolean isBusy(SQLException e) {
    int code = e.getErrorCode() & 0xff;
    return code == BUSY || code == LOCKED;
  }

  static boolean isDamaged(SQLException e) {
    return e.getErrorCode() == DAMAGED;
  }

  /// Whether the database holds something that must not be there, by SQLite's judgement or ours.
  static boolean isCorrupt(SQLException e) {
    int code = e.getErrorCode() & 0xff;
    return isDamaged(e) || code == CORRUPT || code == NOTADB;
  }

  static boolean isFull(SQLException e) {
    return (e.getErrorCode() & 0xff) == FULL;
  }

  private static LedgerException unavailable(Path file, String doing, String what, SQLException e) {
    return new LedgerException(Kind.UNAVAILABLE, message(file, doing, what, e), e);
  }

  private static String message(Path file, String doing, String what, SQLException e) {
    var detail = e.getMessage() == null ? "no detail" : Text.clipped(e.getMessage(), DETAIL_BYTES);
    return "%s failed, nothing was changed: ledger %s: %s (%s)"
        .formatted(doing, file, what, detail);
  }
}
