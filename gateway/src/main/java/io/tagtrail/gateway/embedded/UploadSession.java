package io.tagtrail.gateway.embedded;

import io.tagtrail.core.model.Digest;
import io.tagtrail.gateway.protocol.ChunkRange;
import io.tagtrail.gateway.protocol.ErrorCode;
import io.tagtrail.gateway.protocol.OciError;
import io.tagtrail.gateway.protocol.Outcome;
import io.tagtrail.gateway.protocol.RepositoryName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One upload. Whoever calls holds [#lock]. The bytes are hashed while they arrive; after a
/// restart, or where another algorithm is asked for at the end, the file is read again.
final class UploadSession {
  private static final int BUFFER = 128 << 10;

  final ReentrantLock lock = new ReentrantLock();
  final RepositoryName name;
  private final String algorithm;
  private final Path data;
  private long size;
  private @Nullable MessageDigest running;
  private boolean closed;

  /// @param data the file of what has arrived so far
  UploadSession(RepositoryName name, String algorithm, Path data) {
    this.name = name;
    this.algorithm = algorithm;
    this.data = data;
    this.size = sizeOf(data);
    this.running = size == 0 ? digester(algorithm) : null;
  }

  long size() {
    return size;
  }

  Path data() {
    return data;
  }

  /// Whether it has become a blob or was thrown away while the caller waited for the lock.
  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
  }

  /// Appends a chunk and returns the new size. A connection that breaks leaves what has arrived, to
  /// be resumed.
  ///
  /// @throws IOException if the client went away
  /// @throws UncheckedIOException if the disk failed
  Outcome<Long> append(InputStream body, @Nullable ChunkRange range) throws IOException {
    long start = size;
    if (range != null && range.first() != start) {
      return new Outcome.Refused<>(
          new OciError(
              ErrorCode.BLOB_UPLOAD_INVALID,
              416,
              "the chunk begins at byte %d, the upload goes on at byte %d; nothing was changed"
                  .formatted(range.first(), start)));
    }
    try (var channel = open()) {
      var buffer = new byte[BUFFER];
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        write(channel, buffer, n);
      }
      if (range != null && size - start != range.length()) {
        long came = size - start;
        cutBack(channel, start);
        return Outcome.refused(
            ErrorCode.SIZE_INVALID,
            "the chunk has %d bytes, its Content-Range says %d; it was not kept"
                .formatted(came, range.length()));
      }
    }
    return new Outcome.Done<>(size);
  }

  /// Whether what has arrived has this digest.
  boolean matches(Digest digest) {
    var digester = running;
    if (digester == null || !digest.algorithm().equals(algorithm)) {
      return digest.hex().equals(hashOfFile(digest.newMessageDigest()));
    }
    running = null;
    return digest.hex().equals(HexFormat.of().formatHex(digester.digest()));
  }

  /// Forces the bytes to the disk.
  void force() {
    try (var channel = FileChannel.open(data, StandardOpenOption.WRITE)) {
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FileChannel open() {
    try {
      return FileChannel.open(data, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(FileChannel channel, byte[] bytes, int length) {
    try {
      var buffer = ByteBuffer.wrap(bytes, 0, length);
      long at = size;
      while (buffer.hasRemaining()) {
        at += channel.write(buffer, at);
      }
      size = at;
      if (running != null) {
        running.update(bytes, 0, length);
      }
    } catch (IOException e) {
      // Part of the piece may have been written: what is hashed and what is there would differ.
      cutBack(channel, size);
      throw new UncheckedIOException(e);
    }
  }

  private void cutBack(FileChannel channel, long to) {
    try {
      running = null;
      channel.truncate(to);
      size = to;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String hashOfFile(MessageDigest digester) {
    try (var in = Files.newInputStream(data)) {
      var buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digester.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digester.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MessageDigest digester(String algorithm) {
    int digits = algorithm.equals("sha512") ? 128 : 64;
    return new Digest(algorithm, "0".repeat(digits)).newMessageDigest();
  }

  private static long sizeOf(Path data) {
    try {
      return Files.size(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
