package io.tagtrail.gateway.embedded;

import static io.tagtrail.gateway.embedded.Client.IMAGE;
import static io.tagtrail.gateway.embedded.Client.descriptor;
import static io.tagtrail.gateway.embedded.Client.header;
import static io.tagtrail.gateway.embedded.Client.text;
import static io.tagtrail.gateway.embedded.Client.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Digest;
import io.tagtrail.gateway.protocol.ManifestReader;
import io.tagtrail.gateway.protocol.ManifestShape;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class ManifestsTest extends RegistryTest {
  private static final String AT = "/v2/acme/shop/manifests/";

  @Test
  void a_manifest_comes_back_byte_by_byte_by_tag_and_by_digest() {
    var bytes = push("one", "prod");
    var digest = Digest.of(bytes);
    for (var reference : new Object[] {"prod", digest}) {
      var got = client.get(AT + reference, "Accept", "text/html");
      assertThat(got.statusCode()).isEqualTo(200);
      assertThat(got.body()).isEqualTo(bytes);
      var head = client.head(AT + reference);
      assertThat(head.statusCode()).isEqualTo(200);
      for (var answer : new HttpResponse<?>[] {got, head}) {
        assertThat(header(answer, "Content-Type")).isEqualTo(IMAGE);
        assertThat(header(answer, "Content-Length")).isEqualTo("" + bytes.length);
        assertThat(header(answer, "Docker-Content-Digest")).isEqualTo(digest.toString());
        assertThat(header(answer, "ETag")).isEqualTo("\"" + digest + "\"");
      }
    }
  }

  @Test
  void a_tag_moves_and_the_manifest_that_it_left_stays() {
    var one = push("one", "prod");
    var two = push("two", "prod");
    assertThat(client.get(AT + "prod").body()).isEqualTo(two);
    assertThat(client.get(AT + Digest.of(one)).body()).isEqualTo(one);
    assertThat(client.putManifest("acme/shop", "prod", one).statusCode()).isEqualTo(201);
    assertThat(client.get(AT + "prod").body()).isEqualTo(one);
  }

  @Test
  void a_put_by_digest_moves_the_tags_of_its_parameters_and_says_so() {
    var bytes = client.prepareImage("acme/shop", utf8("one"));
    var put =
        client.putManifest("acme/shop", Digest.of(bytes) + "?tag=prod&tag=pro%64&tag=v1", bytes);
    assertThat(put.statusCode()).isEqualTo(201);
    assertThat(header(put, "OCI-Tag")).isEqualTo("prod, v1");
    assertThat(client.get(AT + "prod").body()).isEqualTo(bytes);
    assertThat(client.get(AT + "v1").body()).isEqualTo(bytes);
  }

  @Test
  void a_put_by_digest_alone_moves_no_tag() {
    var bytes = client.prepareImage("acme/shop", utf8("one"));
    var put = client.putManifest("acme/shop", Digest.of(bytes), bytes);
    assertThat(put.statusCode()).isEqualTo(201);
    assertThat(header(put, "Location")).isEqualTo(AT + Digest.of(bytes));
    assertThat(text(client.get("/v2/acme/shop/tags/list"))).contains("\"tags\":[]");
  }

  @Test
  void the_tag_parameter_means_nothing_else_anywhere() {
    var bytes = push("one", "v1");
    assertThat(client.putManifest("acme/shop", "v2?tag=prod", bytes).statusCode()).isEqualTo(400);
    assertThat(client.send("DELETE", AT + Digest.of(bytes) + "?tag=v1").statusCode())
        .isEqualTo(400);
    assertThat(client.get(AT + "v1?tag=v2").statusCode()).isEqualTo(400);
    assertThat(client.get(AT + "v2").statusCode()).isEqualTo(404);
    assertThat(client.get(AT + "v1").statusCode()).isEqualTo(200);
  }

  @Test
  void a_digest_that_is_not_that_of_the_bytes_is_refused() {
    var bytes = client.prepareImage("acme/shop", utf8("one"));
    var put = client.putManifest("acme/shop", Digest.of(utf8("else")) + "?tag=prod", bytes);
    assertThat(put.statusCode()).isEqualTo(400);
    assertThat(text(put)).contains("DIGEST_INVALID");
    assertThat(client.get(AT + "prod").statusCode()).isEqualTo(404);
  }

  @Test
  void what_a_manifest_needs_must_be_there_and_of_its_size() {
    client.pushBlob("acme/shop", utf8("{}"));
    var missing = client.putManifest("acme/shop", "prod", Client.image(utf8("layer"), ""));
    assertThat(missing.statusCode()).isEqualTo(400);
    assertThat(text(missing))
        .contains("MANIFEST_BLOB_UNKNOWN", Digest.of(utf8("layer")).toString());
    client.pushBlob("acme/other", utf8("layer"));
    assertThat(
            client.putManifest("acme/shop", "prod", Client.image(utf8("layer"), "")).statusCode())
        .as("a layer of another repository does not count")
        .isEqualTo(400);
    client.pushBlob("acme/shop", utf8("layer"));
    var lying =
        utf8(
            new String(Client.image(utf8("layer"), ""), StandardCharsets.UTF_8)
                .replace("\"size\":5", "\"size\":6"));
    assertThat(client.putManifest("acme/shop", "prod", lying).statusCode()).isEqualTo(400);
    assertThat(client.get(AT + "prod").statusCode()).isEqualTo(404);
    assertThat(
            client.putManifest("acme/shop", "prod", Client.image(utf8("layer"), "")).statusCode())
        .isEqualTo(201);
  }

  @Test
  void an_index_needs_its_children() {
    var child = client.prepareImage("acme/shop", utf8("one"));
    var index =
        utf8(
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
                .formatted(ManifestShape.OCI_INDEX, descriptor(IMAGE, child)));
    var type = new String[] {"Content-Type", ManifestShape.OCI_INDEX};
    var early = client.send("PUT", AT + "prod", index, type);
    assertThat(text(early)).contains("MANIFEST_BLOB_UNKNOWN");
    client.putManifest("acme/shop", Digest.of(child), child);
    assertThat(client.send("PUT", AT + "prod", index, type).statusCode()).isEqualTo(201);
    assertThat(header(client.head(AT + "prod"), "Content-Type")).isEqualTo(ManifestShape.OCI_INDEX);
  }

  @Test
  void a_content_type_that_is_not_the_media_type_is_refused() {
    var bytes = client.prepareImage("acme/shop", utf8("one"));
    var put = client.send("PUT", AT + "prod", bytes, "Content-Type", ManifestShape.OCI_INDEX);
    assertThat(put.statusCode()).isEqualTo(400);
    assertThat(text(put)).contains("MANIFEST_INVALID");
  }

  @Test
  void one_digest_cannot_have_two_media_types() {
    var bytes = utf8("{\"schemaVersion\":2}");
    assertThat(client.send("PUT", AT + "a", bytes, "Content-Type", "x/one").statusCode())
        .isEqualTo(201);
    var other = client.send("PUT", AT + "b", bytes, "Content-Type", "x/two");
    assertThat(other.statusCode()).isEqualTo(400);
    assertThat(text(other)).contains("x/one", "x/two");
    assertThat(header(client.head(AT + "a"), "Content-Type")).isEqualTo("x/one");
    assertThat(client.head(AT + "b").statusCode()).isEqualTo(404);
  }

  @Test
  void hostile_json_is_refused() {
    for (var bad :
        new String[] {
          "{\"mediaType\":\"a/b\",\"mediaType\":\"a/c\"}",
          "{\"x\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}",
          "nothing"
        }) {
      var put = client.send("PUT", AT + "prod", utf8(bad), "Content-Type", "a/b");
      assertThat(put.statusCode()).isEqualTo(400);
      assertThat(text(put)).contains("MANIFEST_INVALID");
    }
  }

  @Test
  void four_megabytes_are_a_manifest_and_a_byte_more_is_413() {
    var head = "{\"mediaType\":\"a/b\",\"x\":\"";
    var largest = utf8(head + "y".repeat(ManifestReader.MAX_BYTES - head.length() - 2) + "\"}");
    assertThat(client.send("PUT", AT + "big", largest).statusCode()).isEqualTo(201);
    assertThat(client.get(AT + "big").body()).isEqualTo(largest);
    var larger = utf8(head + "y".repeat(ManifestReader.MAX_BYTES - head.length() - 1) + "\"}");
    var refused = client.send("PUT", AT + "bigger", larger);
    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(text(refused)).contains("MANIFEST_INVALID");
  }

  @Test
  void a_deleted_tag_leaves_the_manifest_and_its_other_tags() {
    var bytes = push("one", "prod");
    client.putManifest("acme/shop", "prod.1", bytes);
    assertThat(client.send("DELETE", AT + "prod").statusCode()).isEqualTo(202);
    assertThat(client.send("DELETE", AT + "prod").statusCode()).isEqualTo(404);
    assertThat(client.get(AT + "prod").statusCode()).isEqualTo(404);
    assertThat(client.get(AT + "prod.1").body()).isEqualTo(bytes);
    assertThat(client.get(AT + Digest.of(bytes)).body()).isEqualTo(bytes);
  }

  @Test
  void a_deleted_manifest_takes_its_tags_along_and_no_other() {
    var one = push("one", "prod");
    client.putManifest("acme/shop", "prod.1", one);
    var two = push("two", "dev");
    var target = AT + Digest.of(one);
    assertThat(client.send("DELETE", target).statusCode()).isEqualTo(202);
    assertThat(client.send("DELETE", target).statusCode()).isEqualTo(404);
    assertThat(text(client.get("/v2/acme/shop/tags/list"))).contains("\"tags\":[\"dev\"]");
    assertThat(client.get(target).statusCode()).isEqualTo(404);
    assertThat(client.get(AT + "dev").body()).isEqualTo(two);
  }

  @Test
  void a_manifest_that_the_disk_has_damaged_is_not_served_and_a_push_mends_it() throws IOException {
    var bytes = push("one", "prod");
    Files.writeString(new Layout(folder).content(Digest.of(bytes)), "damaged");
    var answer = client.get(AT + "prod");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(text(answer)).contains("damaged or lost");
    assertThat(client.putManifest("acme/shop", "prod", bytes).statusCode()).isEqualTo(201);
    assertThat(client.get(AT + "prod").body()).isEqualTo(bytes);
  }

  @Test
  void everything_is_there_after_a_restart() {
    var bytes = push("one", "prod");
    restart();
    assertThat(client.get(AT + "prod").body()).isEqualTo(bytes);
    assertThat(client.get("/v2/acme/shop/blobs/" + Digest.of(utf8("one"))).body())
        .isEqualTo(utf8("one"));
  }

  private byte[] push(String layer, String tag) {
    var bytes = client.prepareImage("acme/shop", utf8(layer));
    var put = client.putManifest("acme/shop", tag, bytes);
    assertThat(put.statusCode()).as(text(put)).isEqualTo(201);
    assertThat(header(put, "Docker-Content-Digest")).isEqualTo(Digest.of(bytes).toString());
    return bytes;
  }
}
