package io.tagtrail.store;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.LedgerException.Kind;
import io.tagtrail.core.model.Text;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Properties;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/// Opens connections and makes sure, by reading back, that they keep what they are told.
final class Connections {
  /// Before 3.51.3 a reset of the write-ahead log could corrupt the database.
  static final String OLDEST_SQLITE = "3.51.3";

  private static final int CHECKPOINT_PAGES = 16_000;

  private final Path file;
  private final Options options;

  Connections(Path file, Options options) {
    this.file = file;
    this.options = options;
  }

  /// A connection that writes. `create` makes the file if it is not there.
  Db writer(boolean create) throws SQLException {
    var db = open(create);
    try {
      requireSqlite(db.first("SELECT sqlite_version()", row -> row.getString(1)).orElse("none"));
      if (!db.pragma("journal_mode = WAL").equals("wal")) {
        throw unsafe("the write-ahead log cannot be switched on");
      }
      db.script("PRAGMA synchronous = FULL");
      db.script("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
      // What is erased is overwritten, not only unlinked.
      db.script("PRAGMA secure_delete = ON");
      expect(db, "journal_mode", "wal");
      expect(db, "synchronous", "2");
      expect(db, "wal_autocheckpoint", String.valueOf(CHECKPOINT_PAGES));
      expect(db, "secure_delete", "1");
      return db;
    } catch (SQLException | RuntimeException e) {
      close(db, e);
      throw e;
    }
  }

  /// A connection that only reads.
  Db reader() throws SQLException {
    var db = open(false);
    try {
      db.script("PRAGMA query_only = ON");
      return db;
    } catch (SQLException | RuntimeException e) {
      close(db, e);
      throw e;
    }
  }

  static void requireSqlite(String version) {
    boolean enough;
    try {
      enough = Version.parse(version).compareTo(Version.parse(OLDEST_SQLITE)) >= 0;
    } catch (IllegalArgumentException e) {
      enough = false;
    }
    if (!enough) {
      throw new LedgerException(
          Kind.REFUSED,
          "this program runs with SQLite %s, which can corrupt a ledger; it needs %s or later."
                  .formatted(Text.clipped(version, 40), OLDEST_SQLITE)
              + " Nothing was changed");
    }
  }

  private Db open(boolean create) throws SQLException {
    var config = new SQLiteConfig();
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    if (create) {
      config.setOpenMode(SQLiteOpenMode.CREATE);
    }
    config.setBusyTimeout((int) options.busy().toMillis());
    Properties properties = config.toProperties();
    var connection = JDBC.createConnection(JDBC.PREFIX + file, properties);
    return new SqliteDb(connection);
  }

  private void expect(Db db, String pragma, String value) throws SQLException {
    var actual = db.pragma(pragma);
    if (!actual.equals(value)) {
      throw unsafe("%s is %s where it must be %s".formatted(pragma, actual, value));
    }
  }

  private LedgerException unsafe(String what) {
    return new LedgerException(
        Kind.REFUSED,
        "the ledger %s cannot be used safely here: %s; nothing was changed. Put it on a local disk"
            .formatted(file, what));
  }

  private static void close(Db db, Exception cause) {
    try {
      db.close();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
