package io.tagtrail.store;

import org.jspecify.annotations.Nullable;

/// Something in a ledger that does not fit.
///
/// @param index the entry that it is about, where there is one
/// @param what a sentence for people
public record Finding(Kind kind, @Nullable Long index, String what) {
  /// What is wrong, and so what to do: `PROJECTION` is mended by a rebuild; the others are evidence
  /// that the file was altered or the disk is failing, and a backup has to be compared.
  public enum Kind {
    /// The file or database itself, as it checks itself, and its schema.
    FILE,
    /// An entry's bytes, hash, place or time.
    ENTRY,
    /// The root, the right edge or the size in the head of the log.
    HEAD,
    /// An entry that does not follow from those before it.
    CHAIN,
    /// A sequence that no change and no abandonment accounts for.
    SEQUENCE,
    /// A table that follows from the entries, and does not.
    PROJECTION,
    /// A side record that is not what its entry committed to.
    SIDE,
    /// A document that is missing or is not what its digest says.
    DOCUMENT,
    /// A task about an entry that is not there.
    OUTBOX
  }

  @Override
  public String toString() {
    return kind + (index == null ? "" : " of entry " + index) + ": " + what;
  }
}
