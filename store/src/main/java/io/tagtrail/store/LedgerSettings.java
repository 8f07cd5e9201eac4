package io.tagtrail.store;

/// Where a ledger is, and how it is reached.
public sealed interface LedgerSettings permits SqliteSettings, PostgresSettings {
  /// For people; without secrets.
  String shown();
}
