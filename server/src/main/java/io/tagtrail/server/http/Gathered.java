package io.tagtrail.server.http;

import java.util.Arrays;

/// The bytes of a body as they come. What is held follows what came, never what a stranger says
/// will come, and never more than may come: where the length was said, it ends in an array of just
/// that, without a copy.
final class Gathered {
  private static final int FIRST = 8 << 10;

  private final int room;
  private byte[] bytes;
  private int size;

  /// @param said how many will come; negative where nobody said so
  /// @param most how many may come
  Gathered(long said, int most) {
    this.room = said < 0 ? most : (int) Math.min(said, most);
    this.bytes = new byte[Math.min(room, FIRST)];
  }

  /// @return false where they are more than may come; they are not taken then
  boolean add(byte[] from, int count) {
    if (count > room - size) {
      return false;
    }
    if (size + count > bytes.length) {
      long twice = Math.max(2L * bytes.length, (long) size + count);
      bytes = Arrays.copyOf(bytes, (int) Math.min(twice, room));
    }
    System.arraycopy(from, 0, bytes, size, count);
    size += count;
    return true;
  }

  /// How many bytes of memory are held for it.
  int held() {
    return bytes.length;
  }

  /// All that came; nothing is added afterwards.
  byte[] whole() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }
}
