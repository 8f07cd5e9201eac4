package io.tagtrail.flux.kube;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// A stream that ends with an error where nothing came for too long: a connection whose other side
/// is gone can be silent for hours. It also ends after too many bytes.
final class PatientStream extends FilterInputStream {
  private final Duration silence;
  private final long most;
  private final Thread guard;
  private volatile long heard = System.nanoTime();
  private volatile boolean silent;
  private volatile boolean closed;
  private long read;

  /// @param most bytes; [Long#MAX_VALUE] for as many as there are
  PatientStream(InputStream in, Duration silence, long most) {
    super(in);
    this.silence = silence;
    this.most = most;
    this.guard = Thread.ofVirtual().name("silence").start(this::guard);
  }

  private void guard() {
    try {
      while (!closed) {
        long left = silence.toNanos() - (System.nanoTime() - heard);
        if (left <= 0) {
          silent = true;
          in.close();
          return;
        }
        Thread.sleep(Duration.ofNanos(left));
      }
    } catch (InterruptedException e) {
      // Closed: there is nothing left to guard.
    } catch (IOException e) {
      // The reader has the same error, or the end, and says it.
    }
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int n;
    try {
      n = in.read(into, from, length);
    } catch (IOException e) {
      throw silent ? silence(e) : e;
    }
    if (silent) {
      throw silence(null);
    }
    heard = System.nanoTime();
    read += Math.max(n, 0);
    if (read > most) {
      throw new IOException("the answer is larger than %d MiB".formatted(most >> 20));
    }
    return n;
  }

  private IOException silence(@org.jspecify.annotations.Nullable IOException cause) {
    return new SilentException(
        "nothing came for %.0f s".formatted(silence.toMillis() / 1000.0), cause);
  }

  @Override
  public void close() throws IOException {
    closed = true;
    guard.interrupt();
    in.close();
  }

  /// Nothing came for too long.
  static final class SilentException extends IOException {
    SilentException(String message, @org.jspecify.annotations.Nullable IOException cause) {
      super(message, cause);
    }
  }
}
