package io.tagtrail.tlog;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/// The hashes of RFC 6962 §2.1: a leaf is SHA-256(0x00 ‖ entry), a node SHA-256(0x01 ‖ left ‖
/// right), so that no entry can pass for a node.
public final class TreeHash {
  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  /// The root of the tree without entries: SHA-256 of nothing.
  public static final Hash EMPTY = Hash.owning(sha256().digest());

  private TreeHash() {}

  public static Hash leaf(byte[] entry) {
    var sha = sha256();
    sha.update(LEAF);
    return Hash.owning(sha.digest(entry));
  }

  public static Hash node(Hash left, Hash right) {
    var sha = sha256();
    sha.update(NODE);
    sha.update(left.raw());
    return Hash.owning(sha.digest(right.raw()));
  }

  /// The root of a perfect subtree over these hashes.
  ///
  /// @throws IllegalArgumentException unless their number is a power of two
  public static Hash perfect(List<Hash> hashes) {
    if (Integer.bitCount(hashes.size()) != 1) {
      throw new IllegalArgumentException(
          "a perfect subtree has a power of two of leaves, not " + hashes.size());
    }
    var row = hashes.toArray(Hash[]::new);
    for (int width = row.length; width > 1; width /= 2) {
      for (int i = 0; i < width / 2; i++) {
        row[i] = node(row[2 * i], row[2 * i + 1]);
      }
    }
    return row[0];
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
