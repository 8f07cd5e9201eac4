package io.tagtrail.gateway.embedded;

import static io.tagtrail.gateway.embedded.Client.header;
import static io.tagtrail.gateway.embedded.Client.text;
import static io.tagtrail.gateway.embedded.Client.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Digest;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class BlobsTest extends RegistryTest {
  private static final byte[] BYTES = utf8("0123456789");

  @Test
  void a_blob_comes_back_byte_by_byte_with_its_headers() {
    var digest = client.pushBlob("acme/shop", BYTES);
    var answer = client.get("/v2/acme/shop/blobs/" + digest);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(BYTES);
    assertThat(header(answer, "Docker-Content-Digest")).isEqualTo(digest.toString());
    assertThat(header(answer, "Content-Type")).isEqualTo("application/octet-stream");
    assertThat(header(answer, "Content-Length")).isEqualTo("10");
    assertThat(header(answer, "ETag")).isEqualTo("\"" + digest + "\"");
  }

  @Test
  void head_says_what_get_says_without_the_bytes() {
    var digest = client.pushBlob("acme/shop", BYTES);
    var answer = client.head("/v2/acme/shop/blobs/" + digest);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Length")).isEqualTo("10");
    assertThat(header(answer, "Docker-Content-Digest")).isEqualTo(digest.toString());
    assertThat(client.head("/v2/acme/shop/blobs/" + Digest.of(utf8("none"))).statusCode())
        .isEqualTo(404);
  }

  @Test
  void an_empty_blob_is_a_blob() {
    var digest = client.pushBlob("acme/shop", new byte[0]);
    var answer = client.get("/v2/acme/shop/blobs/" + digest);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void ranges_are_served_and_a_range_behind_the_end_is_416() {
    var target = "/v2/acme/shop/blobs/" + client.pushBlob("acme/shop", BYTES);
    var part = client.get(target, "Range", "bytes=2-4");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(text(part)).isEqualTo("234");
    assertThat(header(part, "Content-Range")).isEqualTo("bytes 2-4/10");
    assertThat(text(client.get(target, "Range", "bytes=-3"))).isEqualTo("789");
    assertThat(text(client.get(target, "Range", "bytes=7-"))).isEqualTo("789");
    var behind = client.get(target, "Range", "bytes=10-");
    assertThat(behind.statusCode()).isEqualTo(416);
    assertThat(header(behind, "Content-Range")).isEqualTo("bytes */10");
    assertThat(client.get(target, "Range", "bytes=2-4", "If-Range", "\"else\"").statusCode())
        .isEqualTo(200);
  }

  @Test
  void a_client_that_has_it_already_is_told_so() {
    var digest = client.pushBlob("acme/shop", BYTES);
    var answer = client.get("/v2/acme/shop/blobs/" + digest, "If-None-Match", "\"" + digest + "\"");
    assertThat(answer.statusCode()).isEqualTo(304);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void a_blob_is_in_the_repositories_that_it_was_pushed_to_and_no_other() {
    var digest = client.pushBlob("acme/secret", BYTES);
    var other = client.get("/v2/acme/shop/blobs/" + digest);
    assertThat(other.statusCode()).isEqualTo(404);
    assertThat(text(other)).contains("BLOB_UNKNOWN");
  }

  @Test
  void a_mount_needs_a_repository_that_has_the_blob() {
    var digest = client.pushBlob("acme/base", BYTES);
    var mounted =
        client.send("POST", "/v2/acme/shop/blobs/uploads/?mount=" + digest + "&from=acme/base");
    assertThat(mounted.statusCode()).isEqualTo(201);
    assertThat(header(mounted, "Location")).isEqualTo("/v2/acme/shop/blobs/" + digest);
    assertThat(client.get(header(mounted, "Location")).body()).isEqualTo(BYTES);

    for (var wrong : new String[] {"&from=acme/empty", ""}) {
      var refused = client.send("POST", "/v2/acme/third/blobs/uploads/?mount=" + digest + wrong);
      assertThat(refused.statusCode()).isEqualTo(202);
      assertThat(header(refused, "Location")).contains("/v2/acme/third/blobs/uploads/");
    }
    assertThat(client.head("/v2/acme/third/blobs/" + digest).statusCode()).isEqualTo(404);
  }

  @Test
  void a_deleted_blob_is_gone_from_its_repository_only() {
    var digest = client.pushBlob("acme/shop", BYTES);
    client.pushBlob("acme/other", BYTES);
    assertThat(client.send("DELETE", "/v2/acme/shop/blobs/" + digest).statusCode()).isEqualTo(202);
    assertThat(client.send("DELETE", "/v2/acme/shop/blobs/" + digest).statusCode()).isEqualTo(404);
    assertThat(client.head("/v2/acme/shop/blobs/" + digest).statusCode()).isEqualTo(404);
    assertThat(client.head("/v2/acme/other/blobs/" + digest).statusCode()).isEqualTo(200);
  }

  @Test
  void pushing_again_mends_content_that_the_disk_has_damaged() throws IOException {
    var digest = client.pushBlob("acme/shop", BYTES);
    var file = new Layout(folder).content(digest);
    Files.write(file, utf8("damaged"));
    client.pushBlob("acme/shop", BYTES);
    assertThat(client.get("/v2/acme/shop/blobs/" + digest).body()).isEqualTo(BYTES);
  }

  @Test
  void a_disk_that_fails_is_a_500_that_names_the_folder() throws IOException {
    // A file where a folder has to be: works for every user, root included.
    Files.writeString(folder.resolve("repositories/acme"), "in the way");
    var answer =
        client.send("POST", "/v2/acme/shop/blobs/uploads/?digest=" + Digest.of(BYTES), BYTES);
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(text(answer)).contains("UNKNOWN", folder.toString(), "nothing was acknowledged");
  }
}
