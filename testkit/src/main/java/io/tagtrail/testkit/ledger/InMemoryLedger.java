package io.tagtrail.testkit.ledger;

import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.json.Times;
import io.tagtrail.core.ledger.Appended;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.LogHead;
import io.tagtrail.core.ledger.Outgoing;
import io.tagtrail.core.ledger.StreamState;
import io.tagtrail.core.ledger.TaskKind;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Stream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A ledger in memory, under one lock: for the seeded simulation and for tests of what stands on
/// the port. It keeps every promise of the port but durability, and passes `LedgerContract`.
public final class InMemoryLedger implements Ledger {
  private final Memory memory;
  private final InstantSource clock;
  private volatile boolean closed;

  public InMemoryLedger(String origin, InstantSource clock) {
    this(new Memory(origin), clock);
  }

  private InMemoryLedger(Memory memory, InstantSource clock) {
    this.memory = memory;
    this.clock = clock;
  }

  /// Another handle on the same ledger, with a clock of its own, as another process would have one.
  public InMemoryLedger handle(InstantSource otherClock) {
    return new InMemoryLedger(memory, otherClock);
  }

  /// A ledger of its own that holds the same now.
  public InMemoryLedger copy() {
    synchronized (memory) {
      return new InMemoryLedger(new Memory(memory), clock);
    }
  }

  /// Every entry, in order.
  public List<Entry> all() {
    return entries(0, Integer.MAX_VALUE);
  }

  /// Folds every entry anew and compares.
  ///
  /// @throws AssertionError if an entry does not follow, a time does not increase, or what is kept
  ///   differs
  public void check() {
    synchronized (memory) {
      memory.check();
    }
  }

  @Override
  public Appended append(Batch batch) {
    synchronized (open()) {
      return memory.append(batch, Times.millis(clock.instant()));
    }
  }

  @Override
  public LogHead head() {
    synchronized (open()) {
      return memory.head();
    }
  }

  @Override
  public StreamState state(Stream stream) {
    synchronized (open()) {
      return memory.state(stream);
    }
  }

  @Override
  public List<Alias> aliases() {
    synchronized (open()) {
      return memory.aliases();
    }
  }

  @Override
  public Optional<Entry> entry(long index) {
    synchronized (open()) {
      return memory.entry(index);
    }
  }

  @Override
  public List<Entry> entries(long from, int limit) {
    synchronized (openFor(limit)) {
      return memory.entries(from, limit);
    }
  }

  @Override
  public List<Entry> history(Stream stream, long before, int limit) {
    return find(stream, e -> e.index() < before, limit);
  }

  @Override
  public List<Entry> changes(Alias alias, long before, int limit) {
    return bySequence(alias, e -> Matches.changeBefore(e, before), limit);
  }

  @Override
  public List<Entry> governing(Alias alias, long before, int limit) {
    return bySequence(
        alias, e -> e.event().kind().governs() && Matches.changeBefore(e, before), limit);
  }

  @Override
  public Optional<Entry> bySequence(Alias alias, long sequence) {
    return find(
            alias.stream(),
            e -> e.event().kind().changesState() && e.event().needChange().sequence() == sequence,
            1)
        .stream()
        .findFirst();
  }

  @Override
  public Optional<Entry> asOf(Alias alias, Instant time) {
    return find(
            alias.stream(),
            e -> e.event().kind().changesState() && !e.event().time().isAfter(time),
            1)
        .stream()
        .findFirst();
  }

  @Override
  public Optional<Entry> byKey(Alias alias, Digest key) {
    return find(
            alias.stream(),
            e -> {
              var has = e.event().key();
              return e.event().kind().governs() && has != null && has.key().equals(key);
            },
            1)
        .stream()
        .findFirst();
  }

  @Override
  public List<Entry> byBundle(Digest bundle, long before, int limit) {
    return find(e -> e.index() < before && Matches.bundle(e.event(), bundle), limit);
  }

  @Override
  public List<Entry> byCommit(String commit, long before, int limit) {
    var prefix = Matches.commitPrefix(commit);
    return find(
        e ->
            e.index() < before
                && e.event().kind().changesState()
                && Matches.commit(e.event(), prefix),
        limit);
  }

  @Override
  public List<Entry> byPipeline(String id, long before, int limit) {
    return find(
        e ->
            e.index() < before
                && e.event().kind().changesState()
                && id.equals(e.event().facts().pipeline().id()),
        limit);
  }

  @Override
  public Optional<SideRecord> side(Digest commitment) {
    synchronized (open()) {
      return memory.side(commitment);
    }
  }

  @Override
  public boolean erase(Digest commitment) {
    synchronized (open()) {
      return memory.erase(commitment);
    }
  }

  @Override
  public Optional<Document> document(Digest digest) {
    synchronized (open()) {
      return memory.document(digest);
    }
  }

  @Override
  public void keep(Document document) {
    synchronized (open()) {
      memory.keep(document);
    }
  }

  @Override
  public List<Outgoing> due(TaskKind kind, Instant now, int limit) {
    synchronized (openFor(limit)) {
      return memory.outbox().due(kind, now, limit);
    }
  }

  @Override
  public List<Outgoing> tasks(long index) {
    synchronized (open()) {
      return memory.outbox().of(index);
    }
  }

  @Override
  public long pending() {
    synchronized (open()) {
      return memory.outbox().pending();
    }
  }

  @Override
  public void done(long index, TaskKind kind, Instant when) {
    synchronized (open()) {
      memory.outbox().done(index, kind, Times.millis(when));
    }
  }

  @Override
  public void failed(long index, TaskKind kind, String problem, Instant again) {
    synchronized (open()) {
      memory.outbox().failed(index, kind, problem, Times.millis(again));
    }
  }

  @Override
  public List<Digest> inclusion(long index, long size) {
    synchronized (open()) {
      return memory.inclusion(index, size);
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  /// A page that is cut by sequence has to be in the order of sequences: an intent that is settled
  /// late brings a lower one after a higher one.
  private List<Entry> bySequence(Alias alias, Predicate<Entry> wanted, int limit) {
    synchronized (openFor(limit)) {
      return memory.of(alias.stream()).stream()
          .filter(wanted)
          .sorted(
              Comparator.comparingLong((Entry e) -> e.event().needChange().sequence()).reversed())
          .limit(limit)
          .toList();
    }
  }

  private List<Entry> find(Stream stream, Predicate<Entry> wanted, int limit) {
    synchronized (openFor(limit)) {
      return Memory.newest(memory.of(stream), wanted, limit);
    }
  }

  private List<Entry> find(Predicate<Entry> wanted, int limit) {
    synchronized (openFor(limit)) {
      return Memory.newest(memory.all(), wanted, limit);
    }
  }

  private Memory openFor(int limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("a number of results cannot be negative: " + limit);
    }
    return open();
  }

  private Memory open() {
    if (closed) {
      throw new LedgerException(
          LedgerException.Kind.UNAVAILABLE, "the ledger is closed in this process");
    }
    return memory;
  }
}
