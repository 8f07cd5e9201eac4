package io.tagtrail.core.ledger;

import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Stream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The durable record. Implementations pass `LedgerContract` in the testkit.
///
/// - [#append] is the only way in: all of a batch or none, if and only if every stream is at the
///   version expected. When it returns [Appended.Committed] the entries are on the disk and in the
///   tree.
/// - Entries get contiguous indices from 0 in the order of commit, and times that are at least one
///   millisecond apart: max(clock, previous + 1 ms).
/// - Every entry is applied to its stream's state inside the transaction; one that does not follow
///   is refused with [BrokenChainException] and nothing is written.
/// - No method updates or deletes an entry. Everything else that is read here can be rebuilt from
///   the entries, but for side records, documents and the progress of the outbox.
/// - Any number of threads and processes may use one ledger at once.
///
/// Every method throws [LedgerException] when the ledger cannot answer.
public interface Ledger extends AutoCloseable {
  /// The log as a whole.
  LogHead head();

  /// What a stream adds up to; the empty state where it has no entries.
  StreamState state(Stream stream);

  default AliasState alias(Alias alias) {
    return (AliasState) state(alias.stream());
  }

  default ApplicationState application(String application) {
    return (ApplicationState) state(Stream.application(application));
  }

  default PolicyState policy() {
    return (PolicyState) state(Stream.LEDGER);
  }

  /// Appends, atomically.
  ///
  /// @throws BrokenChainException if an event does not follow from its stream's state; nothing is
  ///   written
  /// @throws io.tagtrail.core.model.InvalidValueException if an event is wider than an entry;
  ///   nothing is written
  Appended append(Batch batch);

  /// The aliases that have entries, in order of name.
  List<Alias> aliases();

  Optional<Entry> entry(long index);

  /// Entries `from` (inclusive) onwards in order of index, at most `limit`.
  List<Entry> entries(long from, int limit);

  /// The entries of a stream, newest first, at most `limit`, of those with an index less than
  /// `before`.
  List<Entry> history(Stream stream, long before, int limit);

  /// The changes of an alias (the kinds that carry a sequence), newest first, of those with a
  /// sequence less than `before`.
  List<Entry> changes(Alias alias, long before, int limit);

  /// The adoptions, promotions and rollbacks of an alias, newest first, of those with a sequence
  /// less than `before`.
  List<Entry> governing(Alias alias, long before, int limit);

  /// The change that an alias's sequence stands for.
  Optional<Entry> bySequence(Alias alias, long sequence);

  /// The newest change of an alias at or before a time: what it was then.
  Optional<Entry> asOf(Alias alias, Instant time);

  /// The newest entry of an alias, of a kind that governs, that carries this request key.
  Optional<Entry> byKey(Alias alias, Digest key);

  /// Entries, newest first, that name a bundle (as what became live, was authorised, or is the
  /// subject), of those with an index less than `before`.
  List<Entry> byBundle(Digest bundle, long before, int limit);

  /// Changes, newest first, whose source revision holds this commit (its whole hash, or the first 7
  /// digits or more).
  List<Entry> byCommit(String commit, long before, int limit);

  /// Changes, newest first, of a pipeline id.
  List<Entry> byPipeline(String id, long before, int limit);

  Optional<SideRecord> side(Digest commitment);

  /// Erases a side record; its entry stays and verifies. Returns whether it was there.
  boolean erase(Digest commitment);

  Optional<Document> document(Digest digest);

  /// Keeps bytes under their digest, if they are not there already.
  void keep(Document document);

  /// Pending tasks of a kind that are due, oldest first.
  List<Outgoing> due(TaskKind kind, Instant now, int limit);

  /// The tasks about an entry, done or not.
  List<Outgoing> tasks(long index);

  /// How many tasks are pending.
  long pending();

  void done(long index, TaskKind kind, Instant when);

  void failed(long index, TaskKind kind, String problem, Instant again);

  /// The RFC 6962 inclusion proof of an entry in the tree of the first `size` entries: hashes from
  /// the leaf's sibling to the root's child.
  List<Digest> inclusion(long index, long size);

  @Override
  void close();
}
