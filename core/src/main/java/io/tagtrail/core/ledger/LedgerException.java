package io.tagtrail.core.ledger;

/// The ledger could not be read or written. The message says which, why, and what to do next;
/// nothing is half-written.
public final class LedgerException extends RuntimeException {
  private final Kind kind;

  /// What sort of failure it was.
  public enum Kind {
    /// It cannot be reached or used now: away, locked, read-only, full.
    UNAVAILABLE,
    /// It holds something that it must not hold.
    CORRUPT,
    /// It is refused as a place for a ledger, or made by a newer Tagtrail.
    REFUSED,
    /// The commit may or may not have happened: read before anything else.
    UNKNOWN_OUTCOME
  }

  public LedgerException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public LedgerException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
