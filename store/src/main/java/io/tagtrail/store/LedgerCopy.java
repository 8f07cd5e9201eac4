package io.tagtrail.store;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.LedgerException.Kind;
import io.tagtrail.core.model.Digest;

/// Copies a ledger into an empty one of either kind: the entries byte for byte and in order, what
/// follows from them, side records (erased ones as erased), documents, and the state of the outbox.
/// Notes are copied as they were when they were last looked at: a newer one may have been written
/// since, which says nothing against the copy. Tokens are not copied: people sign in again, and API
/// tokens are made anew.
///
/// The copy has the name of the original; both may be used for reading, but only one may go on.
/// Whoever wrote into both would have two histories of one name. Until the copy is finished and
/// proven, nothing else can open it; a copy that was stopped goes on where it was.
public final class LedgerCopy {
  private static final int ROUNDS = 10;

  private final Opened from;
  private final Opened to;
  private final Progress progress;
  private final CopiedEntries entries;
  private final CopiedRest rest;

  private LedgerCopy(Opened from, Opened to, Progress progress) {
    this.from = from;
    this.to = to;
    this.progress = progress;
    this.entries = new CopiedEntries(from, to, progress);
    this.rest = new CopiedRest(from, to, progress);
  }

  /// Is told how far it is.
  @FunctionalInterface
  public interface Progress {
    Progress SILENT = (what, done, total) -> {};

    /// @param what is copied or checked, in the plural
    /// @param total may grow while others write
    void at(String what, long done, long total);
  }

  /// What was copied and proven.
  ///
  /// @param root over the entries, the same in both
  /// @param erased how many side records are erased, in both
  /// @param rounds how often it had to catch up with a source that others wrote to
  public record Report(String origin, long entries, Digest root, long erased, int rounds) {}

  /// Copies, or goes on with a copy that was stopped.
  ///
  /// @throws LedgerException of the kind `REFUSED` if the target holds anything else than a copy of
  ///   this very ledger that was begun, or if others write to the source faster than it is copied;
  ///   of the kind `CORRUPT` if a check of one of them finds anything. The source is never changed;
  ///   what was copied stays, and stays closed to everybody else
  public static Report copy(LedgerSettings from, LedgerSettings to, Progress progress) {
    try (var source = open(from, false);
        var target = target(source, to)) {
      return new LedgerCopy(source, target, progress).run();
    }
  }

  private static Opened open(LedgerSettings settings, boolean halfCopied) {
    return switch (settings) {
      case SqliteSettings sqlite ->
          SqliteDatabase.existing(sqlite.folder(), sqlite.options(), Seams.REAL, halfCopied);
      case PostgresSettings postgres -> PostgresDatabase.existing(postgres, halfCopied);
    };
  }

  private static Opened target(Opened source, LedgerSettings to) {
    if (!Ledgers.exists(to)) {
      switch (to) {
        case SqliteSettings sqlite ->
            Creation.create(sqlite.folder(), source.origin(), sqlite.options(), Seams.REAL, true);
        case PostgresSettings postgres -> PostgresLedger.make(postgres, source.origin(), true);
      }
    }
    return open(to, true);
  }

  private Report run() {
    mustBeACopy();
    for (int round = 0; round < ROUNDS; round++) {
      entries.catchUp();
      rest.catchUp();
      if (isAllThere()) {
        return finished(round);
      }
    }
    throw new LedgerException(
        Kind.REFUSED,
        "others write to %s faster than it is copied; what was copied so far stays. Stop them, and"
                .formatted(from.database().name())
            + " run the copy again");
  }

  private void mustBeACopy() {
    if (!to.origin().equals(from.origin())) {
      throw refused("it is another ledger: %s, not %s".formatted(to.origin(), from.origin()));
    }
    Log there = to.readers().ask(Log::read);
    if (there.size() > 0 && to.readers().ask(db -> Opened.meta(db, Opened.COPYING)).isEmpty()) {
      throw refused("it has %d entries already".formatted(there.size()));
    }
    Log here = from.readers().ask(Log::read);
    if (there.size() > here.size()
        || !from.readers().ask(db -> Tiles.root(db, there.size())).equals(there.root())) {
      throw refused(
          "the %d entries in it are not the first ones of the source".formatted(there.size()));
    }
    to.writer()
        .transaction(
            "beginning the copy",
            db ->
                db.update(
                    "INSERT INTO meta (name, value) VALUES (?, 'unfinished')"
                        + " ON CONFLICT (name) DO NOTHING",
                    Opened.COPYING),
            (db, done) -> Opened.meta(db, Opened.COPYING).isPresent());
  }

  private LedgerException refused(String why) {
    return new LedgerException(
        Kind.REFUSED,
        "%s cannot become a copy of %s: %s; nothing was changed. Choose an empty place"
            .formatted(to.database().name(), from.database().name(), why));
  }

  private boolean isAllThere() {
    Log here = from.readers().ask(Log::read);
    Log there = to.readers().ask(Log::read);
    return here.sameAs(there)
        && from.readers().ask(KeptSum::of).equals(to.readers().ask(KeptSum::of));
  }

  private Report finished(int rounds) {
    var copied = check("entries of the copy", to);
    var original = check("entries of the source", from);
    if (original.entries() < copied.entries()
        || (original.entries() == copied.entries() && !original.root().equals(copied.root()))) {
      throw new LedgerException(
          Kind.CORRUPT,
          "%s and its copy do not have the same root; the copy stays closed"
              .formatted(from.database().name()));
    }
    if (original.entries() > copied.entries()) {
      throw new LedgerException(
          Kind.REFUSED,
          "others wrote to %s while the copy was proven; the copy stays, and stays closed. Stop"
                  .formatted(from.database().name())
              + " them, and run the copy again");
    }
    to.writer()
        .transaction(
            "finishing the copy",
            db -> db.update("DELETE FROM meta WHERE name = ?", Opened.COPYING),
            (db, done) -> Opened.meta(db, Opened.COPYING).isEmpty());
    return new Report(to.origin(), copied.entries(), copied.root(), copied.erased(), rounds);
  }

  private CheckReport check(String what, Opened ledger) {
    progress.at(what, 0, 1);
    var report = ledger.readers().ask(db -> new Check(ledger.database(), db).run());
    if (!report.isSound()) {
      throw new LedgerException(
          Kind.CORRUPT,
          "a check of %s found %s (%d findings); the copy stays closed"
              .formatted(
                  ledger.database().name(),
                  report.findings().getFirst(),
                  report.findings().size() + report.more()));
    }
    progress.at(what, 1, 1);
    return report;
  }
}
