package io.tagtrail.server;

import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.LogHead;
import io.tagtrail.core.model.Alias;
import java.util.List;
import java.util.Optional;

/// The audit trail: the ledger's entries, with their texts, found and verified.
///
/// The exceptions are those of [Tagtrail].
public interface Trail {
  /// The entry at an index, with its texts.
  Optional<Told> entry(long index);

  /// The entry with its texts.
  Told tell(Entry entry);

  /// The entries from an index on, in order, with their texts.
  List<Told> entries(long from, int limit);

  /// The changes of an alias, newest first, with a sequence less than `before`; with `everything`,
  /// all its entries with an index less than `before`.
  List<Told> history(Alias alias, boolean everything, long before, int limit);

  /// What an address (`shop/prod~1`, `#7`, `@{2.hours.ago}`) names.
  Optional<Told> resolve(String address);

  /// Where a digest, a commit (of both, 7 digits or more) or a pipeline id was live, newest first.
  List<Found> search(String what, int limit);

  /// Verifies the entries of an alias, and the records on its bundles if `registry`. A registry
  /// that does not answer is an exception: it says nothing about the records.
  Verification verify(Alias alias, boolean registry);

  LogHead head();
}
