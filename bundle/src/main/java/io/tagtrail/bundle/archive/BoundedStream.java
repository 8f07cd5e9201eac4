package io.tagtrail.bundle.archive;

import io.tagtrail.bundle.bound.Limits;
import io.tagtrail.bundle.bound.UnreadableException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// What comes out of a layer, counted: more than it may unpack to ends the reading.
final class BoundedStream extends FilterInputStream {
  private final Limits limits;
  private final long packed;
  private long count;
  private long until = Long.MAX_VALUE;

  BoundedStream(InputStream in, long packed, Limits limits) {
    super(in);
    this.packed = packed;
    this.limits = limits;
  }

  /// No more than so many bytes from here on.
  void atMost(long more) {
    until = more == Long.MAX_VALUE ? more : count + more;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    if (next >= 0) {
      counted(1);
    }
    return next;
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    int read = super.read(into, at, length);
    if (read > 0) {
      counted(read);
    }
    return read;
  }

  @Override
  public long skip(long length) throws IOException {
    long skipped = super.skip(length);
    counted(skipped);
    return skipped;
  }

  /// A mark would let the same bytes be counted twice, or not at all.
  @Override
  public boolean markSupported() {
    return false;
  }

  private void counted(long more) {
    count += more;
    if (count > until) {
      throw new UnreadableException("it has headers that are longer than any name");
    }
    if (count > limits.unpacked()) {
      throw new UnreadableException(
          "it unpacks to more than %d MiB".formatted(limits.unpacked() >> 20));
    }
    if (count > Limits.RATIO_FREE && count / limits.ratio() > packed) {
      throw new UnreadableException(
          "it unpacks to more than %d times its size: a zip bomb".formatted(limits.ratio()));
    }
  }
}
