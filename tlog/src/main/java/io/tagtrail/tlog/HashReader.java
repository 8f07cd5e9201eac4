package io.tagtrail.tlog;

/// Reads the hashes that a log has stored. Stored are the roots of perfect subtrees only: they
/// never change.
@FunctionalInterface
public interface HashReader {
  /// The root of the perfect subtree over the 2^level leaves from `index · 2^level` on.
  ///
  /// @param level 0 for a leaf
  /// @param index counted in subtrees of that level
  Hash read(int level, long index);
}
