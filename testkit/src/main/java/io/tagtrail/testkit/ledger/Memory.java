package io.tagtrail.testkit.ledger;

import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.ledger.Appended;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.LogHead;
import io.tagtrail.core.ledger.StreamState;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Stream;
import io.tagtrail.tlog.Frontier;
import io.tagtrail.tlog.Hash;
import io.tagtrail.tlog.Proofs;
import io.tagtrail.tlog.TreeHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// What a ledger in memory holds. Callers hold its monitor.
final class Memory {
  private final String origin;
  private final List<Entry> log = new ArrayList<>();
  private final Map<Stream, List<Entry>> streams = new HashMap<>();
  private final Map<Stream, StreamState> states = new HashMap<>();
  private final Map<Digest, SideRecord> sides = new HashMap<>();
  private final Set<Digest> erased = new HashSet<>();
  private final Map<Digest, Document> documents = new HashMap<>();
  private final Outbox outbox;

  /// The roots of the perfect subtrees: by level, by index.
  private final List<List<Hash>> hashes = new ArrayList<>();

  private Frontier frontier = Frontier.EMPTY;
  private Instant last = Instant.EPOCH;

  Memory(String origin) {
    this.origin = origin;
    this.outbox = new Outbox();
  }

  Memory(Memory other) {
    origin = other.origin;
    log.addAll(other.log);
    other.streams.forEach((stream, entries) -> streams.put(stream, new ArrayList<>(entries)));
    states.putAll(other.states);
    sides.putAll(other.sides);
    erased.addAll(other.erased);
    documents.putAll(other.documents);
    outbox = new Outbox(other.outbox);
    other.hashes.forEach(level -> hashes.add(new ArrayList<>(level)));
    frontier = other.frontier;
    last = other.last;
  }

  Appended append(Batch batch, Instant now) {
    for (var expected : batch.expected()) {
      long actual = state(expected.stream()).version();
      if (actual != expected.version()) {
        return new Appended.Conflict(expected.stream(), expected.version(), actual);
      }
    }
    // Everything that can fail comes before the first change.
    var folded = new HashMap<Stream, StreamState>();
    var entries = new ArrayList<Entry>();
    var leaves = new ArrayList<Hash>();
    Instant time = last;
    for (var event : batch.events()) {
      time = log.isEmpty() && entries.isEmpty() ? now : later(now, time.plusMillis(1));
      var entry = new Entry(log.size() + entries.size(), event.at(time));
      leaves.add(TreeHash.leaf(entry.event().encode()));
      var stream = event.stream();
      var before = folded.containsKey(stream) ? folded.get(stream) : state(stream);
      folded.put(stream, Objects.requireNonNull(before).apply(entry));
      entries.add(entry);
    }
    states.putAll(folded);
    for (int i = 0; i < entries.size(); i++) {
      var entry = entries.get(i);
      log.add(entry);
      streams.computeIfAbsent(entry.event().stream(), s -> new ArrayList<>()).add(entry);
      grow(leaves.get(i));
    }
    last = time;
    for (var side : batch.sides()) {
      if (!erased.contains(side.commitment())) {
        sides.putIfAbsent(side.commitment(), side);
      }
    }
    batch.documents().forEach(this::keep);
    for (var task : batch.tasks()) {
      outbox.add(entries.get(task.event()).index(), task.kind(), now);
    }
    return new Appended.Committed(entries);
  }

  LogHead head() {
    return new LogHead(origin, log.size(), digest(frontier.root()), last);
  }

  StreamState state(Stream stream) {
    var state = states.get(stream);
    return state == null ? StreamState.empty(stream) : state;
  }

  List<Alias> aliases() {
    return streams.keySet().stream()
        .map(Stream::alias)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .sorted()
        .toList();
  }

  Optional<Entry> entry(long index) {
    return index < 0 || index >= log.size() ? Optional.empty() : Optional.of(log.get((int) index));
  }

  List<Entry> entries(long from, int limit) {
    int start = Math.clamp(from, 0, log.size());
    return List.copyOf(log.subList(start, start + Math.min(limit, log.size() - start)));
  }

  List<Entry> of(Stream stream) {
    return streams.getOrDefault(stream, List.of());
  }

  List<Entry> all() {
    return log;
  }

  static List<Entry> newest(List<Entry> entries, Predicate<Entry> wanted, int limit) {
    return entries.reversed().stream().filter(wanted).limit(limit).toList();
  }

  Optional<SideRecord> side(Digest commitment) {
    return Optional.ofNullable(sides.get(commitment));
  }

  boolean erase(Digest commitment) {
    boolean there = sides.remove(commitment) != null;
    if (there) {
      erased.add(commitment);
    }
    return there;
  }

  Optional<Document> document(Digest digest) {
    return Optional.ofNullable(documents.get(digest));
  }

  void keep(Document document) {
    documents.putIfAbsent(
        document.digest(), new Document(document.mediaType(), document.bytes().clone()));
  }

  Outbox outbox() {
    return outbox;
  }

  List<Digest> inclusion(long index, long size) {
    if (size > log.size()) {
      throw new IllegalArgumentException(
          "the log has %d entries, not %d".formatted(log.size(), size));
    }
    return Proofs.inclusion(index, size, (level, i) -> hashes.get(level).get((int) i)).stream()
        .map(Memory::digest)
        .toList();
  }

  void check() {
    var again = new Memory(origin);
    Instant time = Instant.MIN;
    for (var entry : log) {
      if (entry.index() != again.log.size() || !entry.event().time().isAfter(time)) {
        throw new AssertionError("entry " + again.log.size() + " is out of place or of time");
      }
      time = entry.event().time();
      var stream = entry.event().stream();
      again.states.put(stream, again.state(stream).apply(entry));
      again.log.add(entry);
      again.grow(TreeHash.leaf(entry.event().encode()));
    }
    if (!again.states.equals(states)) {
      throw new AssertionError("the states are not what the entries add up to");
    }
    if (!again.frontier.equals(frontier)) {
      throw new AssertionError("the tree is not the one over the entries");
    }
  }

  private void grow(Hash leaf) {
    frontier = frontier.append(leaf);
    Hash hash = leaf;
    for (int level = 0; ; level++) {
      if (hashes.size() == level) {
        hashes.add(new ArrayList<>());
      }
      var row = hashes.get(level);
      row.add(hash);
      if (row.size() % 2 == 1) {
        return;
      }
      hash = TreeHash.node(row.get(row.size() - 2), hash);
    }
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static Digest digest(Hash hash) {
    return new Digest("sha256", hash.hex());
  }
}
