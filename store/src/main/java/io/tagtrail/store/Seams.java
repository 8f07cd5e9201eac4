package io.tagtrail.store;

import java.nio.file.Files;
import java.sql.SQLException;

/// Where tests put faults: the type of the file system, and what a commit does.
record Seams(Place.FileSystemType types, Commit commit) {
  static final Seams REAL = new Seams(folder -> Files.getFileStore(folder).type(), Db::commit);

  /// Commits the open transaction.
  @FunctionalInterface
  interface Commit {
    void commit(Db db) throws SQLException;
  }
}
