package io.tagtrail.store;

import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.ledger.Notes;

/// A ledger in a database: the port, and what is done to the database itself.
public interface StoredLedger extends Ledger {
  /// Looks at everything that is kept and says what does not fit. Others may go on writing
  /// meanwhile. Reads all entries, one at a time.
  CheckReport check();

  /// Drops whatever follows from the entries and writes it anew from them, in one transaction. Side
  /// records, documents, the outbox, tokens and notes stay as they are.
  ///
  /// @throws io.tagtrail.core.ledger.LedgerException of the kind `CORRUPT` if the entries
  ///   themselves do not add up to the head of the log; nothing is changed then
  void rebuild();

  /// The tokens that are kept in the same database; they close with the ledger.
  TokenStore tokens();

  /// The notes that are kept in the same database; they close with the ledger.
  Notes notes();
}
