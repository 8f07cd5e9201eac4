package io.tagtrail.store;

import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.ledger.Appended;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.LogHead;
import io.tagtrail.core.ledger.Notes;
import io.tagtrail.core.ledger.Outgoing;
import io.tagtrail.core.ledger.StreamState;
import io.tagtrail.core.ledger.TaskKind;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Stream;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The ledger in SQL: the same code for every kind of database.
abstract sealed class SqlLedger implements StoredLedger permits SqliteLedger, PostgresLedger {
  private final Opened opened;
  private final Readers readers;
  private final Writer writer;
  private final Writer aside;
  private final Appender appender;

  SqlLedger(Opened opened, InstantSource clock) {
    this.opened = opened;
    this.readers = opened.readers();
    this.writer = opened.writer();
    this.aside = opened.aside();
    this.appender = new Appender(opened.database(), writer, clock);
  }

  @Override
  public CheckReport check() {
    return readers.ask(db -> new Check(opened.database(), db).run());
  }

  @Override
  public void rebuild() {
    writer.transaction(
        "rebuilding the ledger",
        db -> {
          appender.forget();
          new Rebuild(db).run();
          opened.database().rebuilt(db);
          return true;
        },
        (db, done) -> true);
  }

  @Override
  public TokenStore tokens() {
    return new SqlTokens(readers, aside);
  }

  @Override
  public Notes notes() {
    return new SqlNotes(readers, aside);
  }

  @Override
  public LogHead head() {
    return readers.ask(db -> {
      var log = Log.read(db);
      return new LogHead(
          opened.origin(), log.size(), Columns.digest(log.root()), Columns.time(log.last()));
    });
  }

  @Override
  public StreamState state(Stream stream) {
    return readers.ask(db -> Projection.state(db, stream));
  }

  @Override
  public Appended append(Batch batch) {
    return appender.append(batch);
  }

  @Override
  public List<Alias> aliases() {
    return readers.ask(Questions::aliases);
  }

  @Override
  public Optional<Entry> entry(long index) {
    return readers.ask(db -> Questions.entry(db, index));
  }

  @Override
  public List<Entry> entries(long from, int limit) {
    return page(limit, db -> Questions.entries(db, from, limit));
  }

  @Override
  public List<Entry> history(Stream stream, long before, int limit) {
    return page(limit, db -> Questions.history(db, stream, before, limit));
  }

  @Override
  public List<Entry> changes(Alias alias, long before, int limit) {
    return page(limit, db -> Questions.changes(db, alias, before, limit));
  }

  @Override
  public List<Entry> governing(Alias alias, long before, int limit) {
    return page(limit, db -> Questions.governing(db, alias, before, limit));
  }

  @Override
  public Optional<Entry> bySequence(Alias alias, long sequence) {
    return readers.ask(db -> Questions.bySequence(db, alias, sequence));
  }

  @Override
  public Optional<Entry> asOf(Alias alias, Instant time) {
    return readers.ask(db -> Questions.asOf(db, alias, time));
  }

  @Override
  public Optional<Entry> byKey(Alias alias, Digest key) {
    return readers.ask(db -> Questions.byKey(db, alias, key));
  }

  @Override
  public List<Entry> byBundle(Digest bundle, long before, int limit) {
    return page(limit, db -> Questions.byBundle(db, bundle, before, limit));
  }

  @Override
  public List<Entry> byCommit(String commit, long before, int limit) {
    return page(limit, db -> Questions.byCommit(db, commit, before, limit));
  }

  @Override
  public List<Entry> byPipeline(String id, long before, int limit) {
    return page(limit, db -> Questions.byPipeline(db, id, before, limit));
  }

  @Override
  public Optional<SideRecord> side(Digest commitment) {
    return readers.ask(db -> Kept.side(db, commitment));
  }

  @Override
  public boolean erase(Digest commitment) {
    boolean there =
        aside.transaction(
            "erasing a side record",
            db -> Kept.erase(db, commitment),
            (db, done) -> Kept.side(db, commitment).isEmpty());
    if (there) {
      opened.database().erased(aside);
    }
    return there;
  }

  @Override
  public Optional<Document> document(Digest digest) {
    return readers.ask(db -> Kept.document(db, digest));
  }

  @Override
  public void keep(Document document) {
    var digest = document.digest();
    if (document(digest).isPresent()) {
      return;
    }
    aside.transaction(
        "keeping a document",
        db -> {
          Kept.insert(db, List.of(), List.of(document));
          return digest;
        },
        (db, kept) -> Kept.document(db, kept).isPresent());
  }

  @Override
  public List<Outgoing> due(TaskKind kind, Instant now, int limit) {
    return page(limit, db -> Outbox.due(db, kind, now, limit));
  }

  @Override
  public List<Outgoing> tasks(long index) {
    return readers.ask(db -> Outbox.of(db, index));
  }

  @Override
  public long pending() {
    return readers.ask(Outbox::pending);
  }

  @Override
  public void done(long index, TaskKind kind, Instant when) {
    progress(db -> Outbox.done(db, index, kind, when));
  }

  @Override
  public void failed(long index, TaskKind kind, String problem, Instant again) {
    progress(db -> Outbox.failed(db, index, kind, problem, again));
  }

  @Override
  public List<Digest> inclusion(long index, long size) {
    return readers.ask(db -> Questions.inclusion(db, index, size));
  }

  @Override
  public void close() {
    opened.close();
  }

  /// The connection that writes, for tests that set limits on it.
  Writer writer() {
    return writer;
  }

  private <T> List<T> page(int limit, Readers.Question<List<T>> question) {
    if (limit < 0) {
      throw new IllegalArgumentException("a number of results cannot be negative: " + limit);
    }
    return readers.ask(question);
  }

  /// A step of the outbox.
  @FunctionalInterface
  private interface Step {
    void on(Db db) throws SQLException;
  }

  /// Tasks are done at least once: where it is not known whether a step was kept, it counts as not
  /// kept, and the task comes up again.
  private void progress(Step step) {
    aside.transaction(
        "noting the progress of a task",
        db -> {
          step.on(db);
          return true;
        },
        (db, noted) -> false);
  }
}
