package io.tagtrail.tlog;

import java.util.ArrayList;
import java.util.List;

/// The right edge of a tree: what is needed to go on appending, and nothing more. It holds the root
/// of each perfect subtree of the tree, the largest first: one for each bit that is set in the
/// size, so 63 at most.
///
/// @param size how many leaves the tree has
/// @param hashes the roots of its perfect subtrees, from the left
public record Frontier(long size, List<Hash> hashes) {
  public static final Frontier EMPTY = new Frontier(0, List.of());

  public Frontier {
    hashes = List.copyOf(hashes);
    if (size < 0) {
      throw new IllegalArgumentException("a tree cannot have " + size + " leaves");
    }
    if (hashes.size() != Long.bitCount(size)) {
      throw new IllegalArgumentException(
          "the right edge of %d leaves has %d hashes, not %d"
              .formatted(size, Long.bitCount(size), hashes.size()));
    }
  }

  /// The right edge after one more leaf.
  public Frontier append(Hash leaf) {
    var next = new ArrayList<>(hashes);
    Hash carry = leaf;
    for (long bits = size; (bits & 1) == 1; bits >>>= 1) {
      carry = TreeHash.node(next.removeLast(), carry);
    }
    next.add(carry);
    return new Frontier(Math.addExact(size, 1), next);
  }

  /// The root of the tree (RFC 6962 §2.1).
  public Hash root() {
    if (hashes.isEmpty()) {
      return TreeHash.EMPTY;
    }
    Hash root = hashes.getLast();
    for (int i = hashes.size() - 2; i >= 0; i--) {
      root = TreeHash.node(hashes.get(i), root);
    }
    return root;
  }

  /// The hashes one after the other, 32 bytes each; the size has to be kept beside them.
  public byte[] encode() {
    var out = new byte[hashes.size() * Hash.BYTES];
    for (int i = 0; i < hashes.size(); i++) {
      hashes.get(i).copyTo(out, i);
    }
    return out;
  }

  /// The inverse of [#encode].
  ///
  /// @throws IllegalArgumentException if the bytes cannot be the right edge of a tree of that size
  public static Frontier decode(long size, byte[] bytes) {
    if (bytes.length % Hash.BYTES != 0) {
      throw new IllegalArgumentException("the right edge is not a run of hashes");
    }
    var hashes = new ArrayList<Hash>();
    for (int i = 0; i < bytes.length / Hash.BYTES; i++) {
      hashes.add(Hash.at(bytes, i));
    }
    return new Frontier(size, hashes);
  }
}
