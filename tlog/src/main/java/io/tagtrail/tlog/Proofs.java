package io.tagtrail.tlog;

import java.util.ArrayList;
import java.util.List;

/// Makes the proofs of RFC 6962 §2.1.1 and §2.1.2 from stored hashes. A proof takes O(log size)
/// reads.
public final class Proofs {
  private Proofs() {}

  /// That the leaf at `index` is in the tree of `size` leaves: hashes from the leaf's sibling to
  /// the root's child.
  ///
  /// @throws IllegalArgumentException if there is no such leaf in that tree
  public static List<Hash> inclusion(long index, long size, HashReader hashes) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("no leaf %d in a tree of %d".formatted(index, size));
    }
    var out = new ArrayList<Hash>();
    inclusion(index, 0, size, hashes, out);
    return out;
  }

  /// That the tree of `from` leaves is the beginning of the tree of `to` leaves. Empty where
  /// nothing needs proof: from the empty tree, and between equal sizes.
  ///
  /// @throws IllegalArgumentException if `from` is beyond `to`
  public static List<Hash> consistency(long from, long to, HashReader hashes) {
    if (from < 0 || from > to) {
      throw new IllegalArgumentException("no way from a tree of %d to %d".formatted(from, to));
    }
    var out = new ArrayList<Hash>();
    if (from > 0) {
      consistency(from, 0, to, true, hashes, out);
    }
    return out;
  }

  /// The root of the tree of `size` leaves.
  public static Hash root(long size, HashReader hashes) {
    if (size < 0) {
      throw new IllegalArgumentException("a tree cannot have " + size + " leaves");
    }
    return size == 0 ? TreeHash.EMPTY : root(0, size, hashes);
  }

  private static void inclusion(long index, long from, long to, HashReader hashes, List<Hash> out) {
    if (to - from == 1) {
      return;
    }
    long middle = from + split(to - from);
    if (index < middle) {
      inclusion(index, from, middle, hashes, out);
      out.add(root(middle, to, hashes));
    } else {
      inclusion(index, middle, to, hashes, out);
      out.add(root(from, middle, hashes));
    }
  }

  /// SUBPROOF of the RFC: `size` is the end of the older tree, `whole` whether it began where this
  /// subtree begins.
  private static void consistency(
      long size, long from, long to, boolean whole, HashReader hashes, List<Hash> out) {
    if (size == to) {
      if (!whole) {
        out.add(root(from, to, hashes));
      }
      return;
    }
    long middle = from + split(to - from);
    if (size <= middle) {
      consistency(size, from, middle, whole, hashes, out);
      out.add(root(middle, to, hashes));
    } else {
      consistency(size, middle, to, false, hashes, out);
      out.add(root(from, middle, hashes));
    }
  }

  private static Hash root(long from, long to, HashReader hashes) {
    long size = to - from;
    if (Long.bitCount(size) == 1) {
      int level = Long.numberOfTrailingZeros(size);
      return hashes.read(level, from >>> level);
    }
    long middle = from + split(size);
    return TreeHash.node(root(from, middle, hashes), root(middle, to, hashes));
  }

  /// The largest power of two below `size`, for a size of 2 or more.
  private static long split(long size) {
    return Long.highestOneBit(size - 1);
  }
}
