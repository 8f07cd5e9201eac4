package io.tagtrail.core.ledger;

import io.tagtrail.core.model.Stream;
import java.util.List;

/// What became of a batch.
public sealed interface Appended {
  /// It is durable and in the tree: these are the entries, in the batch's order, with their times.
  record Committed(List<Entry> entries) implements Appended {
    public Committed {
      entries = List.copyOf(entries);
    }
  }

  /// Nothing was written: a stream is not at the version that was expected.
  record Conflict(Stream stream, long expected, long actual) implements Appended {}
}
