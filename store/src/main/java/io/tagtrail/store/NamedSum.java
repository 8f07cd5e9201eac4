package io.tagtrail.store;

import io.tagtrail.core.model.Digest;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/// A sum over the rows of the table `named`, whatever their order: two sets of rows with the same
/// sum are the same but for an accident of 2^-64. The table is ordered by digest and the entries by
/// index; this compares them in one pass of each.
final class NamedSum {
  private long count;
  private long sum;

  void add(byte[] digest, long index) {
    var row = ByteBuffer.allocate(digest.length + Long.BYTES).put(digest).putLong(index).array();
    count++;
    sum += HexFormat.fromHexDigitsToLong(Digest.of(row).hex(), 0, 16);
  }

  boolean sameAs(NamedSum other) {
    return count == other.count && sum == other.sum;
  }

  long count() {
    return count;
  }
}
