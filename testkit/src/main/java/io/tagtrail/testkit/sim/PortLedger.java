package io.tagtrail.testkit.sim;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.ledger.AliasState;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A process's handle on the ledger: every call may be the moment at which something goes wrong.
final class PortLedger implements Ledger {
  private final World world;
  private final SimProcess me;
  private final Ledger raw;
  private final Map<Stream, StreamState> remembered = new HashMap<>();

  PortLedger(World world, SimProcess me) {
    this.world = world;
    this.me = me;
    this.raw = world.ledger.handle(me::wall);
  }

  private Ledger read() {
    if (world.call(me, Call.LEDGER_READ) == Fault.READ_FAILS) {
      throw new LedgerException(LedgerException.Kind.UNAVAILABLE, "simulated: ledger away");
    }
    return raw;
  }

  @Override
  public Appended append(Batch batch) {
    var fault = world.call(me, Call.APPEND);
    if (fault == Fault.APPEND_LOST) {
      throw new LedgerException(
          world.dice.nextBoolean()
              ? LedgerException.Kind.UNAVAILABLE
              : LedgerException.Kind.UNKNOWN_OUTCOME,
          "simulated: not appended");
    }
    world.removed.beforeAppend(batch, world);
    var appended = raw.append(world.removed.append(batch, raw));
    if (appended instanceof Appended.Committed committed) {
      took(committed);
    } else {
      world.say("{} append: conflict", me);
    }
    if (fault == Fault.APPEND_DONE_REPORTED_FAILED) {
      throw new LedgerException(
          LedgerException.Kind.UNKNOWN_OUTCOME, "simulated: appended, and the answer lost");
    }
    world.call(me, Call.AFTER);
    return appended;
  }

  private void took(Appended.Committed committed) {
    world.committed(committed.entries());
    for (var entry : committed.entries()) {
      var event = entry.event();
      world.say(
          "{} append {} {} of {}{}",
          me,
          entry.index(),
          event.kind().label(),
          event.stream(),
          event.change() == null
              ? ""
              : " #%d to %s %s"
                  .formatted(
                      event.needChange().sequence(),
                      Sample.name(event.needChange().digest()),
                      event.needChange().note() == null ? "" : event.needChange().note()));
      if (event.kind() == EventKind.AUTHORISATION) {
        me.intent = entry.index();
        me.authorisedNanos = me.monotonic();
        me.aliasPuts = 0;
        me.lastHead.clear();
        remembered.put(event.stream(), raw.state(event.stream()));
        world.invariants.authorised(me, entry);
      }
    }
  }

  @Override
  public StreamState state(Stream stream) {
    var state = read().state(stream);
    var shown = state instanceof AliasState alias ? world.removed.state(alias) : state;
    return world.removed.answersStateFromMemory(me)
        ? Objects.requireNonNullElse(remembered.remove(stream), shown)
        : shown;
  }

  @Override
  public LogHead head() {
    return read().head();
  }

  @Override
  public List<Alias> aliases() {
    return read().aliases();
  }

  @Override
  public Optional<Entry> entry(long index) {
    return read().entry(index);
  }

  @Override
  public List<Entry> entries(long from, int limit) {
    return read().entries(from, limit);
  }

  @Override
  public List<Entry> history(Stream stream, long before, int limit) {
    return read().history(stream, before, limit).stream()
        .filter(entry -> !world.removed.forgets(entry))
        .toList();
  }

  @Override
  public List<Entry> changes(Alias alias, long before, int limit) {
    return read().changes(alias, before, limit);
  }

  @Override
  public List<Entry> governing(Alias alias, long before, int limit) {
    return read().governing(alias, before, limit).stream()
        .filter(entry -> !world.removed.forgetsGoverned(entry, raw.alias(alias)))
        .toList();
  }

  @Override
  public Optional<Entry> bySequence(Alias alias, long sequence) {
    return read().bySequence(alias, sequence);
  }

  @Override
  public Optional<Entry> asOf(Alias alias, Instant time) {
    return read().asOf(alias, time);
  }

  @Override
  public Optional<Entry> byKey(Alias alias, Digest key) {
    return read().byKey(alias, key);
  }

  @Override
  public List<Entry> byBundle(Digest bundle, long before, int limit) {
    return read().byBundle(bundle, before, limit);
  }

  @Override
  public List<Entry> byCommit(String commit, long before, int limit) {
    return read().byCommit(commit, before, limit);
  }

  @Override
  public List<Entry> byPipeline(String id, long before, int limit) {
    return read().byPipeline(id, before, limit);
  }

  @Override
  public Optional<SideRecord> side(Digest commitment) {
    return read().side(commitment);
  }

  @Override
  public boolean erase(Digest commitment) {
    return read().erase(commitment);
  }

  @Override
  public Optional<Document> document(Digest digest) {
    return read().document(digest);
  }

  @Override
  public void keep(Document document) {
    read().keep(document);
  }

  @Override
  public List<Outgoing> due(TaskKind kind, Instant now, int limit) {
    return read().due(kind, now, limit);
  }

  @Override
  public List<Outgoing> tasks(long index) {
    return read().tasks(index);
  }

  @Override
  public long pending() {
    return read().pending();
  }

  @Override
  public void done(long index, TaskKind kind, Instant when) {
    read().done(index, kind, when);
  }

  @Override
  public void failed(long index, TaskKind kind, String problem, Instant again) {
    read().failed(index, kind, problem, again);
  }

  @Override
  public List<Digest> inclusion(long index, long size) {
    return read().inclusion(index, size);
  }

  @Override
  public void close() {
    // Nothing is held: the ledger is the world's.
  }
}
