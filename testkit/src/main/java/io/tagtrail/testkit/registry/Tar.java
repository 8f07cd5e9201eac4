package io.tagtrail.testkit.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.zip.GZIPOutputStream;

/// Writes small tar archives (POSIX ustar, regular files only) that depend on nothing but their
/// content: no time, no owner, names in order.
final class Tar {
  private static final int BLOCK = 512;

  private Tar() {}

  static byte[] of(SortedMap<String, String> files) {
    var out = new ByteArrayOutputStream();
    files.forEach((name, text) -> {
      var content = text.getBytes(StandardCharsets.UTF_8);
      out.writeBytes(header(name, content.length));
      out.writeBytes(content);
      out.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    });
    out.writeBytes(new byte[2 * BLOCK]);
    return out.toByteArray();
  }

  /// The JDK writes no time into the gzip header, so equal input gives equal output.
  static byte[] gzip(byte[] bytes) {
    var out = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] header(String name, int size) {
    if (name.length() > 100) {
      throw new IllegalArgumentException("a name is at most 100 characters: " + name);
    }
    var block = new byte[BLOCK];
    put(block, 0, name);
    put(block, 100, "0000600\0");
    put(block, 108, "0000000\0");
    put(block, 116, "0000000\0");
    put(block, 124, "%011o\0".formatted(size));
    put(block, 136, "00000000000\0");
    put(block, 148, "        ");
    put(block, 156, "0");
    put(block, 257, "ustar\00000");
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    put(block, 148, "%06o\0 ".formatted(sum));
    return block;
  }

  private static void put(byte[] block, int at, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }
}
