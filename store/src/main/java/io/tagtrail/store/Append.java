package io.tagtrail.store;

import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.ledger.Appended;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Outgoing;
import io.tagtrail.core.ledger.StreamState;
import io.tagtrail.core.model.Stream;
import io.tagtrail.tlog.Frontier;
import io.tagtrail.tlog.Hash;
import io.tagtrail.tlog.TreeHash;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Several batches on their way into one transaction. Each is judged whole, in memory, before
/// anything of it is written, so that a bad one leaves no trace and the others go on.
final class Append {
  /// An entry that was judged good, with the bytes to write.
  private record Leaf(Entry entry, Hash hash, byte[] body) {}

  private final Db db;
  private final Log before;
  private final long now;
  private final Map<Stream, StreamState> states;
  private final Map<Stream, StreamState> changed = new HashMap<>();
  private final List<Leaf> leaves = new ArrayList<>();
  private final List<Batch> accepted = new ArrayList<>();
  private final List<Long> starts = new ArrayList<>();
  private Frontier frontier;
  private long last;

  /// @param states what is known of the streams at this head; what is missing is read
  /// @param now milliseconds since 1970
  Append(Db db, Log before, long now, Map<Stream, StreamState> states) {
    this.db = db;
    this.before = before;
    this.now = now;
    this.states = states;
    this.frontier = before.frontier();
    this.last = before.last();
  }

  /// Judges a batch and takes it in if it is good.
  ///
  /// @throws RuntimeException as [io.tagtrail.core.ledger.Ledger#append] says; then the batch is
  ///   not in
  Appended judge(Batch batch) throws SQLException {
    for (var expected : batch.expected()) {
      long actual = state(expected.stream()).version();
      if (actual != expected.version()) {
        return new Appended.Conflict(expected.stream(), expected.version(), actual);
      }
    }
    var folded = new HashMap<Stream, StreamState>();
    var good = new ArrayList<Leaf>();
    long time = last;
    for (var event : batch.events()) {
      boolean first = frontier.size() == 0 && good.isEmpty();
      time = first ? now : Math.max(now, time + 1);
      var entry = new Entry(frontier.size() + good.size(), event.at(Columns.time(time)));
      byte[] body = entry.event().encode();
      var known = folded.get(event.stream());
      folded.put(event.stream(), (known == null ? state(event.stream()) : known).apply(entry));
      good.add(new Leaf(entry, TreeHash.leaf(body), body));
    }
    starts.add(frontier.size());
    for (var leaf : good) {
      frontier = frontier.append(leaf.hash());
    }
    leaves.addAll(good);
    changed.putAll(folded);
    accepted.add(batch);
    last = time;
    return new Appended.Committed(good.stream().map(Leaf::entry).toList());
  }

  boolean isEmpty() {
    return accepted.isEmpty();
  }

  /// The head after it.
  Log after() {
    return new Log(frontier, frontier.root(), last);
  }

  /// The streams that it changes, as they are after it.
  Map<Stream, StreamState> changed() {
    return changed;
  }

  /// Writes everything that was taken in.
  void write() throws SQLException {
    var rows = new ArrayList<@Nullable Object[]>();
    for (var leaf : leaves) {
      rows.add(new Object[] {leaf.entry().index(), leaf.hash().bytes(), leaf.body()});
    }
    db.insert(Table.ENTRY, rows);
    Projection.insert(db, leaves.stream().map(Leaf::entry).toList());
    Projection.put(db, changed);
    beside();
    Tiles.grown(db, before.size(), frontier.size());
    after().replace(db, before);
  }

  /// Whether its entries are in the database: asked after a commit that did not answer.
  boolean isThere(Db again) throws SQLException {
    var newest = leaves.getLast();
    return again
        .first(
            "SELECT leaf FROM entry WHERE idx = ?",
            row -> Hash.of(row.getBytes(1)).equals(newest.hash()),
            newest.entry().index())
        .orElse(false);
  }

  private void beside() throws SQLException {
    var sides = new ArrayList<SideRecord>();
    var documents = new ArrayList<Document>();
    var tasks = new ArrayList<Outgoing>();
    for (int i = 0; i < accepted.size(); i++) {
      var batch = accepted.get(i);
      sides.addAll(batch.sides());
      documents.addAll(batch.documents());
      for (var task : batch.tasks()) {
        long index = starts.get(i) + task.event();
        tasks.add(new Outgoing(index, task.kind(), 0, Columns.time(now), null, null));
      }
    }
    Kept.insert(db, sides, documents);
    Outbox.insert(db, tasks);
  }

  private StreamState state(Stream stream) throws SQLException {
    var mine = changed.get(stream);
    if (mine != null) {
      return mine;
    }
    var known = states.get(stream);
    if (known == null) {
      known = Projection.state(db, stream);
      states.put(stream, known);
    }
    return known;
  }
}
