package io.tagtrail.store;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.LedgerException.Kind;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;

/// Makes a ledger: in one transaction, so that there is a whole one or none. A file that is still
/// empty, from a run that was stopped, is taken over.
final class Creation {
  private static final int ORIGIN_BYTES = 255;

  private Creation() {}

  static void create(Path folder, String origin, Options options, Seams seams) {
    create(folder, origin, options, seams, false);
  }

  /// @param halfCopied whether it is the target of a copy, which nobody else may open
  static void create(Path folder, String origin, Options options, Seams seams, boolean halfCopied) {
    var place = Place.of(folder);
    mustBeOrigin(origin);
    try {
      Files.createDirectories(place.folder());
    } catch (IOException e) {
      throw new LedgerException(
          Kind.UNAVAILABLE,
          "the folder %s cannot be made; nothing was changed (%s)"
              .formatted(place.folder(), e.getClass().getSimpleName()),
          e);
    }
    place.mustBeLocal(seams.types());
    try (var db = new Connections(place.file(), options).writer(true)) {
      db.begin();
      try {
        if (!Schema.isEmpty(db)) {
          throw new LedgerException(
              Kind.REFUSED,
              "there is a %s already: %s; nothing was changed. Open it, or choose another folder"
                  .formatted(Schema.isLedger(db) ? "ledger" : "database", place.file()));
        }
        Schema.create(db);
        begin(db, origin, halfCopied);
        seams.commit().commit(db);
      } catch (SQLException | RuntimeException e) {
        undo(db, e);
        throw e;
      }
      sync(place.folder());
    } catch (SQLException e) {
      throw Failures.of(place.file(), "making the ledger", e);
    }
  }

  /// What every new ledger begins with.
  static void begin(Db db, String origin, boolean halfCopied) throws SQLException {
    db.update("INSERT INTO meta (name, value) VALUES ('origin', ?)", origin);
    db.update("INSERT INTO meta (name, value) VALUES ('barrier', '0')");
    if (halfCopied) {
      db.update("INSERT INTO meta (name, value) VALUES (?, 'unfinished')", Opened.COPYING);
    }
    Log.EMPTY.insert(db);
  }

  /// An origin is the name in signed checkpoints, where a space or a plus would end it.
  static void mustBeOrigin(String origin) {
    Text.bounded("the ledger's name", origin, ORIGIN_BYTES);
    if (origin.chars().anyMatch(c -> Character.isWhitespace(c) || c == '+')) {
      throw new InvalidValueException(
          "not a name for a ledger: '%s' (no spaces and no '+', as in ledger.example.com/shop)"
              .formatted(Text.clipped(origin, 120)));
    }
  }

  private static void undo(Db db, Exception cause) {
    try {
      db.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  /// A folder whose own entry is not on the disk is gone after a power cut, with the ledger in it.
  private static void sync(Path folder) {
    if (File.separatorChar != '/') {
      return; // Only POSIX systems can sync a folder.
    }
    for (var each = folder; each != null; each = each.getParent()) {
      try (var channel = FileChannel.open(each, StandardOpenOption.READ)) {
        channel.force(true);
      } catch (IOException e) {
        if (each.equals(folder)) {
          throw new LedgerException(
              Kind.UNAVAILABLE,
              "the ledger was made in %s, but the disk did not confirm it; check the disk"
                  .formatted(folder),
              e);
        }
        return; // A folder above that this user may not read was not made by this run.
      }
    }
  }
}
