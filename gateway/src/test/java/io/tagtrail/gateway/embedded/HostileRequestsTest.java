package io.tagtrail.gateway.embedded;

import static io.tagtrail.gateway.embedded.Client.text;
import static io.tagtrail.gateway.embedded.Client.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileRequestsTest extends RegistryTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v2/acme/shop/../shop/manifests/prod",
        "/v2/acme/shop/%2e%2e/shop/manifests/prod",
        "/v2/acme%2Fshop/manifests/prod",
        "/v2/acme//shop/manifests/prod",
        "//v2/acme/shop/manifests/prod",
        "/v2/acme/shop/manifests/prod/",
        "/v2/acme/shop/manifests/prod;x=y",
        "/v2/acme/shop/manifests/prod%00",
        "/v2/acme/shop/manifests/..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/v2/acme/shop/manifests/pro%2564",
        "/v2/../../../../etc/passwd",
        "/v2/acme/shop/manifests/prod#x",
        "/v2/acme/shop/manifests/pr\u00f6d",
        "*"
      })
  void a_put_to_a_twisted_target_is_a_4xx_in_json_and_moves_nothing(String target) {
    var one = client.prepareImage("acme/shop", utf8("one"));
    client.putManifest("acme/shop", "prod", one);
    var two = client.prepareImage("acme/shop", utf8("two"));
    var answer =
        client.raw(
            "PUT %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                .formatted(
                    target, Client.IMAGE, two.length, new String(two, StandardCharsets.US_ASCII)));
    assertThat(answer).startsWith("HTTP/1.1 4").contains("{\"errors\":[{\"code\":");
    assertThat(client.get("/v2/acme/shop/manifests/prod").body()).isEqualTo(one);
    assertThat(text(client.get("/v2/acme/shop/tags/list"))).contains("[\"prod\"]");
  }

  @Test
  void an_escaped_letter_is_that_letter() {
    var one = client.prepareImage("acme/shop", utf8("one"));
    client.putManifest("acme/shop", "pro%64", one);
    assertThat(text(client.get("/v2/acme/shop/tags/list"))).contains("[\"prod\"]");
  }

  @Test
  void two_lengths_or_a_length_and_chunks_are_refused() {
    for (var framing :
        new String[] {
          "Content-Length: 5\r\nContent-Length: 6",
          "Content-Length: 5\r\nTransfer-Encoding: chunked",
          "Content-Length: -1",
          "Content-Length: x"
        }) {
      var answer =
          client.raw(
              "POST /v2/acme/shop/blobs/uploads/ HTTP/1.1\r\nHost: localhost\r\n%s\r\nConnection: close\r\n\r\n0\r\n\r\n"
                  .formatted(framing));
      assertThat(answer).as(framing).startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void a_header_without_end_is_refused() {
    var answer =
        client.raw("GET /v2/ HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(40_000) + "\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 431");
    assertThat(answer).doesNotContain("Exception", "jetty", "Jetty");
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/v2/,'GET, HEAD'",
    "DELETE,/v2/_catalog,'GET, HEAD'",
    "PUT,/v2/acme/shop/tags/list,'GET, HEAD'",
    "POST,/v2/acme/shop/manifests/prod,'GET, HEAD, PUT, DELETE'",
    "GET,/v2/acme/shop/blobs/uploads/,POST",
    "POST,/v2/acme/shop/blobs/uploads/0b5e1c1e-5f0e-4f6e-8a54-0d9b3d1e2f3a,'GET, HEAD, PATCH, PUT, DELETE'",
    "OPTIONS,/v2/,'GET, HEAD'"
  })
  void a_wrong_method_is_405_and_says_which_are_right(String method, String target, String allow) {
    var answer = client.send(method, target);
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(Client.header(answer, "Allow")).isEqualTo(allow);
    assertThat(text(answer)).contains("UNSUPPORTED");
    var digest = Digest.of(utf8("x"));
    assertThat(client.send("POST", "/v2/acme/shop/referrers/" + digest).statusCode())
        .isEqualTo(405);
    assertThat(client.send("PUT", "/v2/acme/shop/blobs/" + digest).statusCode()).isEqualTo(405);
  }

  @Test
  void an_unknown_path_is_404_in_json() {
    for (var path : new String[] {"/", "/v1/", "/v2/x", "/favicon.ico"}) {
      var answer = client.get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(text(answer)).startsWith("{\"errors\":");
    }
  }

  @Test
  void a_web_page_cannot_change_anything() {
    var answer =
        client.send(
            "POST", "/v2/acme/shop/blobs/uploads/", utf8("x"), "Origin", "https://evil.example");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(text(answer)).contains("DENIED");
    assertThat(client.get("/v2/", "Origin", "https://evil.example").statusCode()).isEqualTo(200);
  }

  @Test
  void nothing_was_written_outside_the_folder_or_under_a_twisted_name() throws Exception {
    client.raw(
        "POST /v2/..%2f..%2fout/blobs/uploads/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    client.raw("POST /v2/_tags/blobs/uploads/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    try (var made = Files.list(folder.resolve("uploads"));
        var repositories = Files.list(folder.resolve("repositories"))) {
      assertThat(made).isEmpty();
      assertThat(repositories).isEmpty();
    }
  }
}
