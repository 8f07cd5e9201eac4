package io.tagtrail.gateway.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Digest;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Blobs far larger than the memory of the process that serves them.
class FlatMemoryTest {
  private static final long SIZE = 256L << 20;

  @SuppressWarnings("NullAway.Init")
  @TempDir
  Path folder;

  @Test
  void a_blob_of_many_times_the_memory_goes_in_and_comes_out() throws Exception {
    var digest = hash(new Zeros(SIZE));
    try (var child = ChildRegistry.start(folder, "-Xmx32m", "-XX:MaxDirectMemorySize=16m");
        var http = HttpClient.newHttpClient()) {
      var push =
          HttpRequest.newBuilder(
                  child.uri().resolve("/v2/acme/shop/blobs/uploads/?digest=" + digest))
              .POST(
                  BodyPublishers.fromPublisher(
                      BodyPublishers.ofInputStream(() -> new Zeros(SIZE)), SIZE))
              .build();
      assertThat(http.send(push, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
      var pull =
          HttpRequest.newBuilder(child.uri().resolve("/v2/acme/shop/blobs/" + digest)).build();
      try (var body = http.send(pull, BodyHandlers.ofInputStream()).body()) {
        assertThat(hash(body)).isEqualTo(digest);
      }
    }
  }

  private static Digest hash(InputStream in) throws Exception {
    var digester = MessageDigest.getInstance("SHA-256");
    var buffer = new byte[64 << 10];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      digester.update(buffer, 0, n);
    }
    return new Digest("sha256", HexFormat.of().formatHex(digester.digest()));
  }

  /// So many zeros.
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long size) {
      this.left = size;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int n = (int) Math.min(left, length);
      Arrays.fill(target, offset, offset + n, (byte) 0);
      left -= n;
      return n;
    }
  }
}
