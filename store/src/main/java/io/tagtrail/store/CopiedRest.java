package io.tagtrail.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Copies what does not follow from the entries. All of it is looked through each time: documents
/// that are there are not read again, and what was erased or done since is brought over.
final class CopiedRest {
  private static final int PAGE = 500;
  private static final long ENTRIES = 20_000;
  private static final byte[] FIRST = {};

  private final Opened from;
  private final Opened to;
  private final LedgerCopy.Progress progress;

  CopiedRest(Opened from, Opened to, LedgerCopy.Progress progress) {
    this.from = from;
    this.to = to;
    this.progress = progress;
  }

  void catchUp() {
    documents();
    sides();
    outbox();
    notes();
  }

  private void documents() {
    long done = 0;
    long total = count("document");
    byte[] after = FIRST;
    while (true) {
      progress.at("documents", done, Math.max(done, total));
      byte[] start = after;
      var page = from.readers().ask(db -> digests(db, start, null));
      if (page.isEmpty()) {
        return;
      }
      after = page.getLast();
      byte[] end = after;
      var there = to.readers().ask(db -> digests(db, start, end));
      for (var digest : page) {
        if (there.stream().noneMatch(d -> Arrays.equals(d, digest))) {
          document(digest);
        }
      }
      done += page.size();
    }
  }

  private static List<byte[]> digests(Db db, byte[] after, byte @Nullable [] until)
      throws SQLException {
    return until == null
        ? db.list(
            "SELECT digest FROM document WHERE digest > ? ORDER BY digest LIMIT ?",
            row -> row.getBytes(1),
            after,
            PAGE)
        : db.list(
            "SELECT digest FROM document WHERE digest > ? AND digest <= ? ORDER BY digest",
            row -> row.getBytes(1),
            after,
            until);
  }

  private void document(byte[] digest) {
    var row =
        from.readers()
            .ask(db ->
                db.list(
                    "SELECT digest, media_type, bytes FROM document WHERE digest = ?",
                    r -> new @Nullable Object[] {r.getBytes(1), r.getString(2), r.getBytes(3)},
                    digest));
    write(
        "INSERT INTO document (digest, media_type, bytes) VALUES (?, ?, ?)"
            + " ON CONFLICT (digest) DO NOTHING",
        row);
  }

  private void sides() {
    long done = 0;
    long total = count("side");
    byte[] after = FIRST;
    while (true) {
      progress.at("side records", done, Math.max(done, total));
      byte[] start = after;
      var page =
          from.readers()
              .ask(db ->
                  db.list(
                      "SELECT commitment, field, salt, value FROM side WHERE commitment > ?"
                          + " ORDER BY commitment LIMIT ?",
                      row ->
                          new @Nullable Object[] {
                            row.getBytes(1), row.getString(2), row.getString(3), row.getString(4)
                          },
                      start,
                      PAGE));
      if (page.isEmpty()) {
        return;
      }
      // What was erased in the source since the last time is erased here, and never the reverse.
      write(
          """
          INSERT INTO side (commitment, field, salt, value) VALUES (?, ?, ?, ?)
          ON CONFLICT (commitment) DO UPDATE SET field = NULL, salt = NULL, value = NULL
          WHERE excluded.value IS NULL\
          """,
          page);
      after = (byte[]) java.util.Objects.requireNonNull(page.getLast()[0]);
      done += page.size();
    }
  }

  private void outbox() {
    long size = to.readers().ask(Log::read).size();
    for (long start = 0; start < size; start += ENTRIES) {
      long begin = start;
      progress.at("tasks of entries", begin, size);
      var page =
          from.readers()
              .ask(db ->
                  db.list(
                      "SELECT idx, kind, attempts, due, done, problem FROM outbox"
                          + " WHERE idx >= ? AND idx < ? ORDER BY idx, kind",
                      row -> {
                        long done = row.getLong(5);
                        Long finished = row.wasNull() ? null : done;
                        return new @Nullable Object[] {
                          row.getLong(1),
                          row.getString(2),
                          row.getInt(3),
                          row.getLong(4),
                          finished,
                          row.getString(6)
                        };
                      },
                      begin,
                      Math.min(size, begin + ENTRIES)));
      for (int i = 0; i < page.size(); i += PAGE) {
        write(
            """
            INSERT INTO outbox (idx, kind, attempts, due, done, problem) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (idx, kind) DO UPDATE SET attempts = excluded.attempts, due = excluded.due,
              done = excluded.done, problem = excluded.problem\
            """,
            new ArrayList<>(page.subList(i, Math.min(page.size(), i + PAGE))));
      }
    }
    progress.at("tasks of entries", size, size);
  }

  /// All anew each time: what was removed in the source since is not to stay. No part of what the
  /// copy is held to, because servers write notes all the time.
  private void notes() {
    write("DELETE FROM note", List.<@Nullable Object[]>of(new @Nullable Object[0]));
    long done = 0;
    long total = count("note");
    String topic = "";
    String name = "";
    while (true) {
      progress.at("notes", done, Math.max(done, total));
      var after = new @Nullable Object[] {topic, topic, name};
      // One by one: each may have some mebibytes.
      var row =
          from.readers()
              .ask(db ->
                  db.list(
                      "SELECT topic, name, written, value FROM note"
                          + " WHERE topic > ? OR (topic = ? AND name > ?)"
                          + " ORDER BY topic, name LIMIT 1",
                      r ->
                          new @Nullable Object[] {
                            r.getString(1), r.getString(2), r.getLong(3), r.getBytes(4)
                          },
                      after));
      if (row.isEmpty()) {
        return;
      }
      write("INSERT INTO note (topic, name, written, value) VALUES (?, ?, ?, ?)", row);
      topic = (String) java.util.Objects.requireNonNull(row.getFirst()[0]);
      name = (String) java.util.Objects.requireNonNull(row.getFirst()[1]);
      done++;
    }
  }

  private long count(String table) {
    return from.readers().ask(db -> db.number("SELECT count(*) FROM " + table));
  }

  /// All of it can be written again: a commit of which nobody knows is simply repeated.
  private void write(String sql, List<@Nullable Object[]> rows) {
    to.writer()
        .transaction(
            "copying what is kept beside the entries",
            db -> {
              db.updates(sql, rows);
              return true;
            },
            (db, done) -> false);
  }
}
