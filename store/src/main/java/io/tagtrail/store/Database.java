package io.tagtrail.store;

import io.tagtrail.core.ledger.LedgerException;
import java.sql.SQLException;
import java.time.Duration;

/// What differs between the kinds of database. Everything else is the same code and the same SQL.
interface Database {
  /// For messages: which ledger; without secrets.
  String name();

  /// A connection that only reads.
  Db reader() throws SQLException;

  /// A connection that writes, and was found to keep what it is told.
  Db writer() throws SQLException;

  /// Whether a connection has been open for so long that a new one should take its place.
  boolean isStale(Db db);

  /// Whether the connection is gone, or stands where nothing can be written any more, so that
  /// another one may do better.
  boolean isBroken(SQLException e);

  /// What the port throws for it.
  ///
  /// @param doing what was being done, as in `reading the ledger`
  LedgerException failure(String doing, SQLException e);

  /// Whether the database says that what it holds is damaged.
  boolean isCorrupt(SQLException e);

  /// The steps of the schema that are missing.
  ///
  /// @throws LedgerException if it is no ledger, a newer one, or an altered one
  int missingSteps(Db db) throws SQLException;

  /// Applies them, inside the caller's transaction.
  void migrate(Db db) throws SQLException;

  /// The head of the log, which nobody else moves until the transaction ends.
  ///
  /// @param log the head
  /// @param version changes whenever states that were read before may be out of date although the
  ///   head is the same
  record Held(Log log, long version) {}

  Held hold(Db db) throws SQLException;

  /// Called inside the transaction that wrote every projection anew.
  void rebuilt(Db db) throws SQLException;

  /// The last look before a commit.
  ///
  /// @throws LedgerException if what would be committed would be lost
  void beforeCommit();

  void commit(Db db) throws SQLException;

  /// Whether a commit that failed like this is promised not to have happened, with the transaction
  /// still open.
  boolean isUndone(SQLException e);

  /// Whether a commit that failed like this cannot have happened, even where nothing can be read.
  boolean hadNoRoom(SQLException e);

  /// For how long to try to find out what became of a commit that did not answer.
  Duration patience();

  /// Makes sure that the transaction of a connection that was lost is over, one way or the other.
  void end(Db lost, Db again) throws SQLException;

  /// Called after what was found out was followed by a commit of our own.
  void settled(Db again, boolean there) throws SQLException;

  /// Called after texts were erased.
  void erased(Writer writer);

  /// Lets the database check itself.
  void checkItself(Db db, Findings findings) throws SQLException;
}
