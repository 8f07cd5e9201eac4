package io.tagtrail.tlog;

import java.util.List;

/// Checks proofs by the algorithms of RFC 9162 §2.1.3.2 and §2.1.4.2. Proofs come from outside: a
/// malformed one is false, never an exception.
public final class Verify {
  private Verify() {}

  /// Whether the proof shows that `leaf` is at `index` in the tree of `size` leaves with this root.
  public static boolean inclusion(Hash leaf, long index, long size, List<Hash> proof, Hash root) {
    if (index < 0 || index >= size) {
      return false;
    }
    long node = index;
    long last = size - 1;
    Hash hash = leaf;
    for (var sibling : proof) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        hash = TreeHash.node(sibling, hash);
        while ((node & 1) == 0 && node != 0) {
          node >>>= 1;
          last >>>= 1;
        }
      } else {
        hash = TreeHash.node(hash, sibling);
      }
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 && hash.equals(root);
  }

  /// Whether the proof shows that the tree of `from` leaves with the root `older` is the beginning
  /// of the tree of `to` leaves with the root `newer`.
  public static boolean consistency(long from, long to, List<Hash> proof, Hash older, Hash newer) {
    if (from < 0 || from > to) {
      return false;
    }
    if (from == to) {
      return proof.isEmpty() && older.equals(newer);
    }
    if (from == 0) {
      return proof.isEmpty() && older.equals(TreeHash.EMPTY);
    }
    // A perfect older tree is its own first step, and is left out of the proof.
    boolean perfect = Long.bitCount(from) == 1;
    if (!perfect && proof.isEmpty()) {
      return false;
    }
    long node = from - 1;
    long last = to - 1;
    while ((node & 1) == 1) {
      node >>>= 1;
      last >>>= 1;
    }
    Hash first = perfect ? older : proof.getFirst();
    Hash toOlder = first;
    Hash toNewer = first;
    for (var sibling : perfect ? proof : proof.subList(1, proof.size())) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        toOlder = TreeHash.node(sibling, toOlder);
        toNewer = TreeHash.node(sibling, toNewer);
        while ((node & 1) == 0 && node != 0) {
          node >>>= 1;
          last >>>= 1;
        }
      } else {
        toNewer = TreeHash.node(toNewer, sibling);
      }
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 && toOlder.equals(older) && toNewer.equals(newer);
  }
}
