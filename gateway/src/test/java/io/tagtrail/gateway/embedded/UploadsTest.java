package io.tagtrail.gateway.embedded;

import static io.tagtrail.gateway.embedded.Client.header;
import static io.tagtrail.gateway.embedded.Client.text;
import static io.tagtrail.gateway.embedded.Client.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Digest;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UploadsTest extends RegistryTest {
  private static final byte[] BYTES = utf8("0123456789");
  private static final Digest DIGEST = Digest.of(BYTES);

  @Test
  void post_then_put_makes_a_blob() {
    var put = client.send("PUT", begin() + "?digest=" + DIGEST, BYTES);
    assertThat(put.statusCode()).isEqualTo(201);
    assertThat(header(put, "Location")).isEqualTo("/v2/acme/shop/blobs/" + DIGEST);
    assertThat(header(put, "Docker-Content-Digest")).isEqualTo(DIGEST.toString());
    assertThat(client.get(header(put, "Location")).body()).isEqualTo(BYTES);
  }

  @Test
  void chunks_in_order_make_a_blob_and_the_session_ends() {
    var upload = begin();
    var first = patch(upload, "01234", "0-4");
    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(header(first, "Range")).isEqualTo("0-4");
    assertThat(header(first, "Location")).isEqualTo(upload);
    assertThat(patch(upload, "567", "5-7").statusCode()).isEqualTo(202);
    var put = client.send("PUT", upload + "?digest=" + DIGEST, utf8("89"), "Content-Range", "8-9");
    assertThat(put.statusCode()).isEqualTo(201);
    assertThat(client.get("/v2/acme/shop/blobs/" + DIGEST).body()).isEqualTo(BYTES);
    assertThat(client.get(upload).statusCode()).isEqualTo(404);
  }

  @Test
  void a_chunk_out_of_order_is_416_and_changes_nothing() {
    var upload = begin();
    patch(upload, "01234", "0-4");
    for (var range : new String[] {"0-4", "6-7", "4-5"}) {
      var bytes = "x".repeat(range.equals("0-4") ? 5 : 2);
      var refused = patch(upload, bytes, range);
      assertThat(refused.statusCode()).as(range).isEqualTo(416);
      assertThat(header(refused, "Range")).isEqualTo("0-4");
      assertThat(header(refused, "Location")).isEqualTo(upload);
      assertThat(text(refused)).contains("BLOB_UPLOAD_INVALID");
    }
    var put = client.send("PUT", upload + "?digest=" + DIGEST, utf8("9"), "Content-Range", "9-9");
    assertThat(put.statusCode()).isEqualTo(416);
    assertThat(client.send("PUT", upload + "?digest=" + DIGEST, utf8("56789")).statusCode())
        .isEqualTo(201);
  }

  @Test
  void a_chunk_of_another_length_than_its_range_is_not_kept() {
    var upload = begin();
    patch(upload, "01234", "0-4");
    for (var range : new String[] {"5-6", "5-20"}) {
      var refused = patch(upload, "xxxx", range);
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(text(refused)).contains("SIZE_INVALID");
    }
    assertThat(patch(upload, "xx", "bytes 5-6/10").statusCode()).isEqualTo(400);
    assertThat(header(client.get(upload), "Range")).isEqualTo("0-4");
    assertThat(client.send("PUT", upload + "?digest=" + DIGEST, utf8("56789")).statusCode())
        .isEqualTo(201);
  }

  @Test
  void an_upload_goes_on_after_a_restart() {
    var upload = begin();
    patch(upload, "01234", "0-4");
    restart();
    var status = client.get(upload);
    assertThat(status.statusCode()).isEqualTo(204);
    assertThat(header(status, "Range")).isEqualTo("0-4");
    assertThat(patch(upload, "56789", "5-9").statusCode()).isEqualTo(202);
    assertThat(client.send("PUT", upload + "?digest=" + DIGEST).statusCode()).isEqualTo(201);
    assertThat(client.get("/v2/acme/shop/blobs/" + DIGEST).body()).isEqualTo(BYTES);
  }

  @Test
  void what_arrived_before_a_connection_broke_can_be_gone_on_from() throws Exception {
    var upload = begin();
    try (var socket = new Socket(client.base().getHost(), client.base().getPort())) {
      socket
          .getOutputStream()
          .write(
              utf8(
                  "PATCH %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n0123"
                      .formatted(upload)));
      socket.getOutputStream().flush();
    }
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (!header(client.get(upload), "Range").equals("0-3")) {
      assertThat(System.nanoTime()).as("the four bytes were never seen").isLessThan(deadline);
      Thread.sleep(20);
    }
    assertThat(patch(upload, "456789", "4-9").statusCode()).isEqualTo(202);
    assertThat(client.send("PUT", upload + "?digest=" + DIGEST).statusCode()).isEqualTo(201);
  }

  @Test
  void another_digest_is_refused_and_leaves_no_blob() {
    var wrong = Digest.of(utf8("else"));
    var upload = begin();
    var put = client.send("PUT", upload + "?digest=" + wrong, BYTES);
    assertThat(put.statusCode()).isEqualTo(400);
    assertThat(text(put)).contains("DIGEST_INVALID");
    assertThat(
            client.send("POST", "/v2/acme/shop/blobs/uploads/?digest=" + wrong, BYTES).statusCode())
        .isEqualTo(400);
    assertThat(client.head("/v2/acme/shop/blobs/" + wrong).statusCode()).isEqualTo(404);
    assertThat(client.get(upload).statusCode()).isEqualTo(404);
    assertThat(client.send("PUT", begin(), BYTES).statusCode()).isEqualTo(400);
    assertThat(client.send("PUT", begin() + "?digest=sha256:1", BYTES).statusCode()).isEqualTo(400);
  }

  @Test
  void sha512_is_a_digest_too_announced_or_not() throws Exception {
    var digest =
        "sha512:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(BYTES));
    for (var query : new String[] {"?digest-algorithm=sha512", ""}) {
      var upload = header(client.send("POST", "/v2/acme/shop/blobs/uploads/" + query), "Location");
      assertThat(client.send("PUT", upload + "?digest=" + digest, BYTES).statusCode())
          .isEqualTo(201);
    }
    assertThat(client.get("/v2/acme/shop/blobs/" + digest).body()).isEqualTo(BYTES);
  }

  @Test
  void a_cancelled_upload_is_gone() throws IOException {
    var upload = begin();
    patch(upload, "01234", "0-4");
    assertThat(client.send("DELETE", upload).statusCode()).isEqualTo(204);
    assertThat(client.send("DELETE", upload).statusCode()).isEqualTo(404);
    assertThat(text(patch(upload, "5", "5-5"))).contains("BLOB_UPLOAD_UNKNOWN");
    try (var left = Files.list(folder.resolve("uploads"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void an_upload_belongs_to_its_repository() {
    var elsewhere = begin().replace("acme/shop", "acme/other");
    assertThat(client.get(elsewhere).statusCode()).isEqualTo(404);
    assertThat(client.send("PUT", elsewhere + "?digest=" + DIGEST, BYTES).statusCode())
        .isEqualTo(404);
  }

  @Test
  void a_large_blob_comes_back_whole() {
    var bytes = new byte[48 << 20];
    long seed = Long.getLong("tagtrail.seed", System.nanoTime());
    new Random(seed).nextBytes(bytes);
    var digest = client.pushBlob("acme/shop", bytes);
    assertThat(Digest.of(client.get("/v2/acme/shop/blobs/" + digest).body()))
        .as("seed %d", seed)
        .isEqualTo(digest);
  }

  private String begin() {
    var answer = client.send("POST", "/v2/acme/shop/blobs/uploads/");
    assertThat(answer.statusCode()).isEqualTo(202);
    return header(answer, "Location");
  }

  private HttpResponse<byte[]> patch(String upload, String bytes, String range) {
    return client.send("PATCH", upload, utf8(bytes), "Content-Range", range);
  }
}
