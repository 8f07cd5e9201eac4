package io.tagtrail.tlog;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/// RFC 6962 §2.1 word by word, recursive, without any class of the main code but [Hash]: what the
/// rest is held to.
final class Naive {
  private Naive() {}

  static byte[] entry(long index) {
    return ("entry " + index).getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  static List<byte[]> entries(int size) {
    var out = new ArrayList<byte[]>();
    for (int i = 0; i < size; i++) {
      out.add(entry(i));
    }
    return out;
  }

  /// `MTH(D[n])`.
  static Hash mth(List<byte[]> d) {
    int n = d.size();
    if (n == 0) {
      return sha256(new byte[0]);
    }
    if (n == 1) {
      return sha256(new byte[] {0}, d.getFirst());
    }
    int k = split(n);
    return sha256(new byte[] {1}, mth(d.subList(0, k)).bytes(), mth(d.subList(k, n)).bytes());
  }

  /// `PATH(m, D[n])`.
  static List<Hash> path(int m, List<byte[]> d) {
    int n = d.size();
    if (n == 1) {
      return List.of();
    }
    int k = split(n);
    return m < k
        ? plus(path(m, d.subList(0, k)), mth(d.subList(k, n)))
        : plus(path(m - k, d.subList(k, n)), mth(d.subList(0, k)));
  }

  /// `PROOF(m, D[n])`.
  static List<Hash> proof(int m, List<byte[]> d) {
    return subproof(m, d, true);
  }

  private static List<Hash> subproof(int m, List<byte[]> d, boolean b) {
    int n = d.size();
    if (m == n) {
      return b ? List.of() : List.of(mth(d));
    }
    int k = split(n);
    return m <= k
        ? plus(subproof(m, d.subList(0, k), b), mth(d.subList(k, n)))
        : plus(subproof(m - k, d.subList(k, n), false), mth(d.subList(0, k)));
  }

  /// The largest power of two smaller than n.
  private static int split(int n) {
    int k = 1;
    while (k * 2 < n) {
      k *= 2;
    }
    return k;
  }

  private static List<Hash> plus(List<Hash> hashes, Hash last) {
    var out = new ArrayList<>(hashes);
    out.add(last);
    return out;
  }

  private static Hash sha256(byte[]... parts) {
    try {
      var all = new ByteArrayOutputStream();
      for (var part : parts) {
        all.writeBytes(part);
      }
      return Hash.of(MessageDigest.getInstance("SHA-256").digest(all.toByteArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
