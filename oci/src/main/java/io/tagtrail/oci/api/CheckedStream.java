package io.tagtrail.oci.api;

import io.tagtrail.core.model.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/// The bytes of a blob while they pass through, checked against its descriptor. The last bytes are
/// given out only once all of them have the digest: a receiver never gets a whole wrong blob.
public final class CheckedStream extends InputStream {
  private final InputStream in;
  private final Descriptor descriptor;
  private final LongConsumer moved;
  private final MessageDigest digest;
  private long count;
  private boolean mismatch;

  /// @param moved told how many more bytes have passed
  public CheckedStream(InputStream in, Descriptor descriptor, LongConsumer moved) {
    this.in = in;
    this.descriptor = descriptor;
    this.moved = moved;
    this.digest = descriptor.digest().newMessageDigest();
  }

  /// Whether reading ended because the bytes were not those of the descriptor.
  public boolean mismatch() {
    return mismatch;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int n = in.read(buffer, offset, length);
    if (n < 0) {
      if (count != descriptor.size()) {
        throw mismatch("it ended after %d of %d bytes".formatted(count, descriptor.size()));
      }
      if (count == 0) {
        check();
      }
      return -1;
    }
    count += n;
    digest.update(buffer, offset, n);
    if (count > descriptor.size()) {
      throw mismatch("it is longer than its " + descriptor.size() + " bytes");
    }
    if (count == descriptor.size()) {
      check();
    }
    moved.accept(n);
    return n;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void check() throws IOException {
    var hex = HexFormat.of().formatHex(digest.digest());
    if (!hex.equals(descriptor.digest().hex())) {
      throw mismatch("its bytes have the digest " + descriptor.digest().algorithm() + ":" + hex);
    }
  }

  private IOException mismatch(String what) {
    mismatch = true;
    return new IOException(
        "the blob " + descriptor.digest() + " is not what it should be: " + what);
  }
}
