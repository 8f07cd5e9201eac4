package io.tagtrail.store;

import io.tagtrail.core.model.Digest;
import io.tagtrail.tlog.Hash;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// How values stand in columns: a digest as its bytes (their number says which algorithm it is), a
/// time as milliseconds since 1970.
final class Columns {
  private static final int SHA256 = 32;
  private static final int SHA512 = 64;

  private Columns() {}

  static byte[] bytes(Digest digest) {
    return HexFormat.of().parseHex(digest.hex());
  }

  /// @throws IllegalArgumentException if the bytes are no digest: the row was not written by
  ///   Tagtrail
  static Digest digest(byte @Nullable [] bytes) {
    var algorithm =
        switch (bytes == null ? 0 : bytes.length) {
          case SHA256 -> "sha256";
          case SHA512 -> "sha512";
          default -> throw new IllegalArgumentException("a column does not hold a digest");
        };
    return new Digest(algorithm, HexFormat.of().formatHex(bytes));
  }

  static Digest digest(Hash hash) {
    return new Digest("sha256", hash.hex());
  }

  static Instant time(long millis) {
    return Instant.ofEpochMilli(millis);
  }
}
