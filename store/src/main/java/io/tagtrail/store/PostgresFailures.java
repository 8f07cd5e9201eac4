package io.tagtrail.store;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.LedgerException.Kind;
import io.tagtrail.core.model.Text;
import java.sql.SQLException;

/// Turns what PostgreSQL or its driver report into what the port throws. States are those of
/// https://www.postgresql.org/docs/current/errcodes-appendix.html.
final class PostgresFailures {
  /// A commit that came with a warning.
  static final String WARNED = "01000";

  /// A database that cannot be written, because it follows another one or was told so.
  static final String READ_ONLY = "25006";

  private static final int DETAIL_BYTES = 300;

  private PostgresFailures() {}

  static LedgerException of(String ledger, String doing, SQLException e) {
    if (Failures.isDamaged(e)) {
      return failed(Kind.CORRUPT, ledger, doing, CONTRADICTS, e);
    }
    var state = state(e);
    return switch (state) {
      case "57P03" -> away(ledger, doing, "the database is starting or stopping. Try again", e);
      case "55P03" ->
          away(
              ledger,
              doing,
              "another process keeps the head of the log locked. Try again; if it goes on, look"
                  + " in pg_stat_activity for who holds it",
              e);
      case "57014" ->
          away(
              ledger,
              doing,
              "a statement took too long and was given up. Look at the load of the database",
              e);
      case READ_ONLY ->
          away(
              ledger,
              doing,
              "the database cannot be written: it is a standby or read-only. Name the primary (or"
                  + " several hosts and targetServerType=primary)",
              e);
      case "42501" ->
          away(
              ledger,
              doing,
              "the user of the database lacks a right. Let it own the schema of the ledger",
              e);
      case "3D000" -> away(ledger, doing, "there is no such database", e);
      default -> byClass(ledger, doing, state, e);
    };
  }

  private static final String CONTRADICTS =
      "it holds rows that contradict the entries. Run a check of the ledger; a rebuild mends"
          + " everything that follows from the entries";

  private static LedgerException byClass(
      String ledger, String doing, String state, SQLException e) {
    return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
      case "08", "57" ->
          away(
              ledger,
              doing,
              "the database cannot be reached, or ended the connection. Check that it runs, its"
                  + " address, and the network in between",
              e);
      case "25" ->
          away(ledger, doing, "the database ended a transaction that stood still. Try again", e);
      case "28" ->
          away(
              ledger,
              doing,
              "the database does not let this user in. Check user, password and pg_hba.conf",
              e);
      case "40" -> away(ledger, doing, "another process got in the way. Try again", e);
      case "53" ->
          away(
              ledger,
              doing,
              "the database is out of disk, memory or connections. Free some and try again",
              e);
      case "23", "P0" -> failed(Kind.CORRUPT, ledger, doing, CONTRADICTS, e);
      case "XX" ->
          failed(
              isCorrupt(e) ? Kind.CORRUPT : Kind.UNAVAILABLE,
              ledger,
              doing,
              "the database reports damage or a fault of its own. Look into its log before you go"
                  + " on",
              e);
      default -> away(ledger, doing, "PostgreSQL reported an error (" + state + ")", e);
    };
  }

  /// Whether the connection is gone, or leads to where nothing can be written.
  static boolean isBroken(SQLException e) {
    var state = state(e);
    return state.startsWith("08")
        || switch (state) {
          // Stopped by an administrator, a crash, a start that is under way, a time limit.
          case "57P01", "57P02", "57P03", "57P05", "25P03", "25P04", READ_ONLY -> true;
          default -> false;
        };
  }

  static boolean isCorrupt(SQLException e) {
    return Failures.isDamaged(e) || state(e).equals("XX001") || state(e).equals("XX002");
  }

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }

  private static LedgerException away(String ledger, String doing, String what, SQLException e) {
    return failed(Kind.UNAVAILABLE, ledger, doing, what, e);
  }

  private static LedgerException failed(
      Kind kind, String ledger, String doing, String what, SQLException e) {
    var detail = e.getMessage() == null ? "no detail" : Text.clipped(e.getMessage(), DETAIL_BYTES);
    return new LedgerException(
        kind,
        "%s failed, nothing was changed: %s: %s (%s)".formatted(doing, ledger, what, detail),
        e);
  }
}
