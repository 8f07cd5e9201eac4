package io.tagtrail.tlog;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A SHA-256 hash of the tree: 32 bytes, compared by value, never changed.
public final class Hash {
  public static final int BYTES = 32;
  private final byte[] bytes;

  private Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  /// @throws IllegalArgumentException unless there are exactly 32 bytes
  public static Hash of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
    }
    return new Hash(bytes.clone());
  }

  /// The hash that stands at a place in a run of hashes, such as a tile.
  ///
  /// @param place counted in hashes, not in bytes
  public static Hash at(byte[] run, int place) {
    return new Hash(Arrays.copyOfRange(run, place * BYTES, (place + 1) * BYTES));
  }

  public static Hash parseHex(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }

  /// Wraps bytes that nobody else holds.
  static Hash owning(byte[] bytes) {
    return new Hash(bytes);
  }

  /// A copy of the bytes.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// The bytes themselves, for use inside this package only: nobody may write to them.
  byte[] raw() {
    return bytes;
  }

  /// Writes the bytes at a place in a run of hashes.
  public void copyTo(byte[] run, int place) {
    System.arraycopy(bytes, 0, run, place * BYTES, BYTES);
  }

  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Hash that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return hex();
  }
}
