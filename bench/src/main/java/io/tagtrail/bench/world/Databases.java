package io.tagtrail.bench.world;

import io.tagtrail.store.LedgerSettings;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/// A kind of database that ledgers can be in, with an empty place as often as one is asked for.
public interface Databases extends AutoCloseable {
  /// What it is, for the report.
  String name();

  /// How a ledger of this name is reached. The place is there, and empty unless a ledger was made.
  LedgerSettings ledger(String place) throws SQLException, IOException;

  /// The same, as `ledger:` of a configuration says it.
  String yaml(String place) throws SQLException;

  /// A connection to the tables of the ledger of this name.
  Connection inside(String place) throws SQLException;

  /// A connection to an empty database that makes durable what it commits, as a ledger's does.
  Connection plain(String place) throws SQLException, IOException;

  /// Statements in its own words: `NUMBER`, `BYTES` and `WORDS` become its types, compared by their
  /// bytes.
  String words(String statement);

  /// Lets the database do at once what it would do some time after many writes.
  void settle(String place) throws SQLException;

  /// What a place holds on disk.
  long bytes(String place) throws SQLException, IOException;

  /// Removes a place with everything in it; nothing where there is none.
  void drop(String place) throws SQLException, IOException;

  @Override
  void close() throws IOException;
}
