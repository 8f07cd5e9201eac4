package io.tagtrail.server.http.metric;

import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.ledger.Appended;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.ledger.LogHead;
import io.tagtrail.core.ledger.Outgoing;
import io.tagtrail.core.ledger.StreamState;
import io.tagtrail.core.ledger.TaskKind;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Stream;
import io.tagtrail.core.promotion.Time;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A ledger whose appends are measured, and told to whoever waits for new entries.
public final class MeasuredLedger implements Ledger {
  private final Ledger inner;
  private final Metrics metrics;
  private final Time time;
  private final Runnable committed;

  /// @param committed called after each commit of this process; must not block
  public MeasuredLedger(Ledger inner, Metrics metrics, Time time, Runnable committed) {
    this.inner = inner;
    this.metrics = metrics;
    this.time = time;
    this.committed = committed;
  }

  @Override
  public Appended append(Batch batch) {
    long start = time.nanos();
    var result = "failed";
    try {
      var appended = inner.append(batch);
      result = appended instanceof Appended.Committed ? "committed" : "conflict";
      return appended;
    } finally {
      metrics.append(result, (time.nanos() - start) / 1e9);
      if (result.equals("committed")) {
        committed.run();
      }
    }
  }

  @Override
  public LogHead head() {
    return inner.head();
  }

  @Override
  public StreamState state(Stream stream) {
    return inner.state(stream);
  }

  @Override
  public List<Alias> aliases() {
    return inner.aliases();
  }

  @Override
  public Optional<Entry> entry(long index) {
    return inner.entry(index);
  }

  @Override
  public List<Entry> entries(long from, int limit) {
    return inner.entries(from, limit);
  }

  @Override
  public List<Entry> history(Stream stream, long before, int limit) {
    return inner.history(stream, before, limit);
  }

  @Override
  public List<Entry> changes(Alias alias, long before, int limit) {
    return inner.changes(alias, before, limit);
  }

  @Override
  public List<Entry> governing(Alias alias, long before, int limit) {
    return inner.governing(alias, before, limit);
  }

  @Override
  public Optional<Entry> bySequence(Alias alias, long sequence) {
    return inner.bySequence(alias, sequence);
  }

  @Override
  public Optional<Entry> asOf(Alias alias, Instant when) {
    return inner.asOf(alias, when);
  }

  @Override
  public Optional<Entry> byKey(Alias alias, Digest key) {
    return inner.byKey(alias, key);
  }

  @Override
  public List<Entry> byBundle(Digest bundle, long before, int limit) {
    return inner.byBundle(bundle, before, limit);
  }

  @Override
  public List<Entry> byCommit(String commit, long before, int limit) {
    return inner.byCommit(commit, before, limit);
  }

  @Override
  public List<Entry> byPipeline(String id, long before, int limit) {
    return inner.byPipeline(id, before, limit);
  }

  @Override
  public Optional<SideRecord> side(Digest commitment) {
    return inner.side(commitment);
  }

  @Override
  public boolean erase(Digest commitment) {
    return inner.erase(commitment);
  }

  @Override
  public Optional<Document> document(Digest digest) {
    return inner.document(digest);
  }

  @Override
  public void keep(Document document) {
    inner.keep(document);
  }

  @Override
  public List<Outgoing> due(TaskKind kind, Instant now, int limit) {
    return inner.due(kind, now, limit);
  }

  @Override
  public List<Outgoing> tasks(long index) {
    return inner.tasks(index);
  }

  @Override
  public long pending() {
    return inner.pending();
  }

  @Override
  public void done(long index, TaskKind kind, Instant when) {
    inner.done(index, kind, when);
  }

  @Override
  public void failed(long index, TaskKind kind, String problem, Instant again) {
    inner.failed(index, kind, problem, again);
  }

  @Override
  public List<Digest> inclusion(long index, long size) {
    return inner.inclusion(index, size);
  }

  @Override
  public void close() {
    inner.close();
  }
}
