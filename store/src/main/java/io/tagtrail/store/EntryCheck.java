package io.tagtrail.store;

import io.tagtrail.core.event.Change;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.ledger.BrokenChainException;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.StreamState;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Stream;
import io.tagtrail.tlog.Frontier;
import io.tagtrail.tlog.Hash;
import io.tagtrail.tlog.TreeHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Takes the entries in order, one at a time, and holds each to its bytes, its place, its chain,
/// its narrow row and what it says is kept.
final class EntryCheck {
  private static final int KNOWN_DOCUMENTS = 10_000;

  private final Db db;
  private final Findings findings;
  private final TileCheck tiles;
  private final Sequences sequences;
  private final Map<Stream, StreamState> states = new HashMap<>();
  private final Set<Stream> broken = new HashSet<>();
  private final Set<Digest> looked = new HashSet<>();
  private final NamedSum named = new NamedSum();
  private Frontier frontier = Frontier.EMPTY;
  private long next;
  private Instant last = Instant.EPOCH;

  EntryCheck(Db db, Findings findings) {
    this.db = db;
    this.findings = findings;
    this.tiles = new TileCheck(db, findings);
    this.sequences = new Sequences(findings);
  }

  /// Entries up to an index (exclusive); says how many were read.
  long until(long end) throws SQLException {
    long before = next;
    db.each(
        "SELECT "
            + EventRow.COLUMNS.replaceAll("(\\w+)", "v.$1")
            + ", e.idx, e.leaf, e.body FROM entry e LEFT JOIN event v ON v.idx = e.idx"
            + " WHERE e.idx >= ? AND e.idx < ? ORDER BY e.idx",
        this::take,
        next,
        end);
    return next - before;
  }

  long count() {
    return next;
  }

  Log log() {
    return new Log(frontier, frontier.root(), next == 0 ? 0 : last.toEpochMilli());
  }

  Map<Stream, StreamState> states() {
    return states;
  }

  /// Streams whose chain does not hold: what they add up to is not known.
  Set<Stream> broken() {
    return broken;
  }

  Sequences sequences() {
    return sequences;
  }

  NamedSum named() {
    return named;
  }

  TileCheck tiles() {
    return tiles;
  }

  private void take(ResultSet row) throws SQLException {
    long index = row.getLong(10);
    if (index != next) {
      findings.add(Finding.Kind.ENTRY, index, "it comes after entry " + (next - 1));
    }
    next = index + 1;
    byte[] body = row.getBytes(12);
    var leaf = TreeHash.leaf(body);
    if (!Arrays.equals(leaf.bytes(), row.getBytes(11))) {
      findings.add(Finding.Kind.ENTRY, index, "its bytes do not have the hash that was kept");
    }
    grow(leaf);
    Entry entry;
    try {
      entry = new Entry(index, Event.decode(body));
      if (!Arrays.equals(entry.event().encode(), body)) {
        findings.add(Finding.Kind.ENTRY, index, "its bytes are not canonical");
      }
    } catch (JsonException | IllegalArgumentException e) {
      findings.add(Finding.Kind.ENTRY, index, "it cannot be read: " + e.getMessage());
      return;
    }
    time(entry);
    chain(entry);
    sequences.take(entry);
    row(entry, row);
    documents(entry);
    sides(entry);
  }

  private void grow(Hash leaf) throws SQLException {
    frontier = frontier.append(leaf);
    tiles.leaf(leaf);
  }

  private void time(Entry entry) {
    var time = entry.event().time();
    if (entry.index() > 0 && !time.isAfter(last)) {
      findings.add(
          Finding.Kind.ENTRY, entry.index(), "its time %s is not after %s".formatted(time, last));
    }
    last = time;
  }

  private void chain(Entry entry) {
    var stream = entry.event().stream();
    if (broken.contains(stream)) {
      return;
    }
    var state = states.get(stream);
    try {
      states.put(stream, (state == null ? StreamState.empty(stream) : state).apply(entry));
    } catch (BrokenChainException e) {
      findings.add(Finding.Kind.CHAIN, entry.index(), String.valueOf(e.getMessage()));
      broken.add(stream);
    }
  }

  private void row(Entry entry, ResultSet row) throws SQLException {
    boolean missing = row.getString(2) == null;
    if (missing || !EventRow.read(row).sameAs(EventRow.of(entry))) {
      findings.add(
          Finding.Kind.PROJECTION,
          entry.index(),
          "its row for questions " + (missing ? "is missing" : "says something else"));
    }
    for (var digest : EventRow.named(entry.event())) {
      named.add(Columns.bytes(digest), entry.index());
    }
  }

  /// What was claimed to be live before Tagtrail may be gone by now; what SHA-512 names is not
  /// looked up: documents are kept under SHA-256.
  private void documents(Entry entry) throws SQLException {
    if (!entry.event().kind().governs()) {
      return;
    }
    var change = entry.event().needChange();
    var digest = change.digest();
    if (digest == null
        || !digest.algorithm().equals("sha256")
        || change.note() == Change.Note.CLAIMED_BEFORE_ADOPTION
        || looked.contains(digest)) {
      return;
    }
    if (!there("SELECT 1 FROM document WHERE digest = ?", digest)) {
      findings.add(
          Finding.Kind.DOCUMENT,
          entry.index(),
          "the manifest of its bundle is not kept: " + digest);
    }
    // Each is said once, at the first entry that needs it.
    if (looked.size() < KNOWN_DOCUMENTS) {
      looked.add(digest);
    }
  }

  private void sides(Entry entry) throws SQLException {
    for (var commitment : entry.event().commitments().byField().entrySet()) {
      if (!there("SELECT 1 FROM side WHERE commitment = ?", commitment.getValue())) {
        findings.add(
            Finding.Kind.SIDE,
            entry.index(),
            "its side record '%s' is neither there nor erased".formatted(commitment.getKey()));
      }
    }
  }

  private boolean there(String sql, @Nullable Digest digest) throws SQLException {
    return digest != null && db.first(sql, row -> true, Columns.bytes(digest)).isPresent();
  }
}
