package io.tagtrail.gateway.embedded;

import static io.tagtrail.gateway.embedded.Client.descriptor;
import static io.tagtrail.gateway.embedded.Client.header;
import static io.tagtrail.gateway.embedded.Client.text;
import static io.tagtrail.gateway.embedded.Client.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Digest;
import io.tagtrail.gateway.protocol.ManifestShape;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ListingsTest extends RegistryTest {
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");

  @Test
  void tags_are_sorted_and_paged_by_links() {
    var bytes = client.prepareImage("acme/shop", utf8("one"));
    for (var tag : new String[] {"v2", "V2", "prod", "v10", "Prod", "_x", "1"}) {
      assertThat(client.putManifest("acme/shop", tag, bytes).statusCode()).isEqualTo(201);
    }
    assertThat(text(client.get("/v2/acme/shop/tags/list")))
        .isEqualTo(
            "{\"name\":\"acme/shop\",\"tags\":[\"1\",\"Prod\",\"V2\",\"_x\",\"prod\",\"v10\",\"v2\"]}");
    var pages = new ArrayList<String>();
    var target = "/v2/acme/shop/tags/list?n=3";
    while (!target.isEmpty()) {
      var answer = client.get(target);
      pages.add(text(answer).replaceAll(".*\"tags\":", ""));
      var next = NEXT.matcher(header(answer, "Link"));
      target = next.matches() ? next.group(1) : "";
    }
    assertThat(pages)
        .containsExactly("[\"1\",\"Prod\",\"V2\"]}", "[\"_x\",\"prod\",\"v10\"]}", "[\"v2\"]}");
    assertThat(text(client.get("/v2/acme/shop/tags/list?last=prod"))).contains("[\"v10\",\"v2\"]");
    var none = client.get("/v2/acme/shop/tags/list?n=0");
    assertThat(text(none)).contains("\"tags\":[]");
    assertThat(header(none, "Link")).isEmpty();
    assertThat(client.get("/v2/acme/shop/tags/list?n=x").statusCode()).isEqualTo(400);
  }

  @Test
  void a_repository_that_nobody_pushed_to_is_unknown() {
    var answer = client.get("/v2/acme/none/tags/list");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(text(answer)).contains("NAME_UNKNOWN");
  }

  @Test
  void the_catalog_knows_every_repository_nested_ones_too() {
    client.pushBlob("acme", utf8("x"));
    client.pushBlob("acme/shop", utf8("x"));
    client.pushBlob("zoo/a/b", utf8("x"));
    assertThat(text(client.get("/v2/_catalog")))
        .isEqualTo("{\"repositories\":[\"acme\",\"acme/shop\",\"zoo/a/b\"]}");
    var page = client.get("/v2/_catalog?n=1&last=acme");
    assertThat(text(page)).isEqualTo("{\"repositories\":[\"acme/shop\"]}");
    assertThat(header(page, "Link")).isEqualTo("</v2/_catalog?n=1&last=acme%2Fshop>; rel=\"next\"");
  }

  @Test
  void referrers_are_listed_with_their_type_and_annotations_before_and_after_their_subject() {
    var subject = client.prepareImage("acme/shop", utf8("one"));
    var sbom = referrer(subject, ",\"artifactType\":\"x/sbom+json\",\"annotations\":{\"k\":\"v\"}");
    var plain = referrer(subject, "");
    var put = client.putManifest("acme/shop", Digest.of(sbom), sbom);
    assertThat(put.statusCode()).isEqualTo(201);
    assertThat(header(put, "OCI-Subject")).isEqualTo(Digest.of(subject).toString());
    client.putManifest("acme/shop", Digest.of(plain), plain);
    client.putManifest("acme/shop", "prod", subject);

    var target = "/v2/acme/shop/referrers/" + Digest.of(subject);
    var all = client.get(target);
    assertThat(all.statusCode()).isEqualTo(200);
    assertThat(header(all, "Content-Type")).isEqualTo(ManifestShape.OCI_INDEX);
    assertThat(header(all, "OCI-Filters-Applied")).isEmpty();
    assertThat(text(all))
        .contains(
            "\"digest\":\"" + Digest.of(sbom) + "\"",
            "\"artifactType\":\"x/sbom+json\"",
            "\"annotations\":{\"k\":\"v\"}",
            "\"digest\":\"" + Digest.of(plain) + "\"",
            "\"artifactType\":\"application/vnd.oci.empty.v1+json\"");

    var filtered = client.get(target + "?artifactType=x/sbom%2Bjson");
    assertThat(header(filtered, "OCI-Filters-Applied")).isEqualTo("artifactType");
    assertThat(text(filtered))
        .contains(Digest.of(sbom).toString())
        .doesNotContain(Digest.of(plain).toString());

    client.send("DELETE", "/v2/acme/shop/manifests/" + Digest.of(sbom));
    assertThat(text(client.get(target)))
        .contains(Digest.of(plain).toString())
        .doesNotContain(Digest.of(sbom).toString());
  }

  @Test
  void what_nobody_refers_to_has_an_empty_index() {
    var answer = client.get("/v2/acme/none/referrers/" + Digest.of(utf8("x")));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(text(answer))
        .isEqualTo(
            "{\"manifests\":[],\"mediaType\":\"%s\",\"schemaVersion\":2}"
                .formatted(ManifestShape.OCI_INDEX));
  }

  @Test
  void more_referrers_than_clients_read_at_once_are_paged() {
    var subject = client.prepareImage("acme/shop", utf8("one"));
    int count = 4;
    for (int i = 0; i < count; i++) {
      var wide =
          referrer(
              subject,
              ",\"artifactType\":\"x/wide\",\"annotations\":{\"n%d\":\"%s\"}"
                  .formatted(i, "y".repeat(1 << 20)));
      assertThat(client.putManifest("acme/shop", Digest.of(wide), wide).statusCode())
          .isEqualTo(201);
    }
    var seen = new ArrayList<String>();
    var target = "/v2/acme/shop/referrers/" + Digest.of(subject) + "?artifactType=x/wide";
    int pages = 0;
    while (!target.isEmpty()) {
      var answer = client.get(target);
      assertThat(answer.body()).hasSizeLessThan(4 << 20);
      Pattern.compile("\"digest\":\"([^\"]+)\"")
          .matcher(text(answer))
          .results()
          .forEach(it -> seen.add(it.group(1)));
      var next = NEXT.matcher(header(answer, "Link"));
      target = next.matches() ? next.group(1) : "";
      pages++;
    }
    assertThat(pages).isGreaterThan(1);
    assertThat(seen).hasSize(count).doesNotHaveDuplicates();
  }

  private static byte[] referrer(byte[] subject, String more) {
    return Client.image(utf8("one"), ",\"subject\":" + descriptor(Client.IMAGE, subject) + more);
  }
}
