package io.tagtrail.oci;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Kind;
import io.tagtrail.oci.api.MediaTypes;
import io.tagtrail.testkit.registry.Artifacts;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReadTest {
  private static final byte[] BYTES = Setup.BUNDLE.bytes();
  private static final String TYPE = "Content-Type: " + MediaTypes.OCI_MANIFEST;

  private static RegistryException fetchFails(ScriptServer.Script script) throws Exception {
    try (var server = new ScriptServer(script);
        var registry = new OciRegistry(Setup.settings())) {
      return Setup.failure(() -> registry.fetch(Setup.prodTag(server)));
    }
  }

  private static RegistryException headFails(ScriptServer.Script script) throws Exception {
    try (var server = new ScriptServer(script);
        var registry = new OciRegistry(Setup.settings())) {
      return Setup.failure(() -> registry.head(Setup.prodTag(server)));
    }
  }

  private static ScriptServer.Script manifests(int status, byte[] body, String... headers) {
    return call -> {
      if (call.path.contains("/manifests/")) {
        call.answer(status, body, headers);
      }
    };
  }

  @Test
  void all_six_types_are_accepted() throws Exception {
    try (var server = new ScriptServer(manifests(200, BYTES, Setup.headers(Setup.BUNDLE)));
        var registry = new OciRegistry(Setup.settings())) {
      registry.head(Setup.prodTag(server));
      registry.fetch(Setup.prodTag(server));
      assertThat(server.calls())
          .allSatisfy(call -> assertThat(call.header("Accept").split(", ")).hasSize(6))
          .extracting(call -> call.method)
          .containsExactly("HEAD", "GET");
    }
  }

  @Test
  void bytes_of_another_digest_than_asked_for_are_a_failure() throws Exception {
    try (var server = new ScriptServer(manifests(200, BYTES, TYPE));
        var registry = new OciRegistry(Setup.settings())) {
      var asked = Reference.of(Setup.repository(server), Digest.of(new byte[] {1}));
      var failure = Setup.failure(() -> registry.fetch(asked));
      assertThat(failure.kind()).isEqualTo(Kind.LYING);
      assertThat(failure).hasMessageContaining(Setup.BUNDLE.digest().toString());
    }
  }

  @Test
  void a_digest_header_that_is_not_of_the_bytes_is_a_failure() throws Exception {
    var other = "Docker-Content-Digest: " + Digest.of(new byte[] {1});
    assertThat(fetchFails(manifests(200, BYTES, TYPE, other)).kind()).isEqualTo(Kind.LYING);
  }

  @Test
  void a_digest_header_without_the_form_of_one_is_a_failure() throws Exception {
    var bad = "Docker-Content-Digest: sha256:../../etc/passwd";
    assertThat(fetchFails(manifests(200, BYTES, TYPE, bad)).kind()).isEqualTo(Kind.LYING);
    assertThat(headFails(manifests(200, BYTES, TYPE, bad)).kind()).isEqualTo(Kind.LYING);
  }

  @Test
  void a_head_by_digest_must_answer_that_digest() throws Exception {
    try (var server = new ScriptServer(manifests(200, BYTES, Setup.headers(Setup.BUNDLE)));
        var registry = new OciRegistry(Setup.settings())) {
      var asked = Reference.of(Setup.repository(server), Digest.of(new byte[] {1}));
      assertThat(Setup.failure(() -> registry.head(asked)).kind()).isEqualTo(Kind.LYING);
    }
  }

  @Test
  void a_type_that_differs_from_the_one_inside_is_a_failure() throws Exception {
    var failure = fetchFails(manifests(200, BYTES, "Content-Type: " + MediaTypes.OCI_INDEX));
    assertThat(failure.kind()).isEqualTo(Kind.LYING);
    assertThat(failure).hasMessageContaining("says that it is");
  }

  @Test
  void a_page_for_people_is_no_manifest() throws Exception {
    var page = "<html>Please log in</html>".getBytes(StandardCharsets.UTF_8);
    assertThat(fetchFails(manifests(200, page, "Content-Type: text/html")).kind())
        .isEqualTo(Kind.LYING);
    assertThat(headFails(manifests(200, page, "Content-Type: text/html")).kind())
        .isEqualTo(Kind.LYING);
  }

  @Test
  void a_type_with_parameters_is_the_type() throws Exception {
    try (var server =
            new ScriptServer(
                manifests(200, BYTES, TYPE.replace("vnd.oci", "VND.oci") + "; charset=utf-8"));
        var registry = new OciRegistry(Setup.settings())) {
      assertThat(registry.fetch(Setup.prodTag(server)).map(Manifest::descriptor))
          .contains(Setup.BUNDLE.descriptor());
    }
  }

  @Test
  void schema_1_is_refused_with_advice() throws Exception {
    var failure =
        fetchFails(
            manifests(
                200,
                "{}".getBytes(StandardCharsets.UTF_8),
                "Content-Type: " + MediaTypes.DOCKER_V1_SIGNED));
    assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
    assertThat(failure).hasMessageContaining("schema 1").hasMessageContaining("Push it again");
  }

  @Test
  void malformed_json_without_a_type_is_a_failure() throws Exception {
    assertThat(
            fetchFails(manifests(200, "{\"a\":".getBytes(StandardCharsets.UTF_8), "X: y")).kind())
        .isEqualTo(Kind.LYING);
  }

  @Test
  void a_member_that_is_there_twice_is_a_failure() throws Exception {
    var twice = "{\"mediaType\":\"a\",\"mediaType\":\"b\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(fetchFails(manifests(200, twice, TYPE)).kind()).isEqualTo(Kind.LYING);
  }

  @Test
  void a_body_that_ends_early_is_no_result() throws Exception {
    var failure =
        fetchFails(call -> {
          if (call.is("GET /v2/acme")) {
            call.answer(200, new byte[10], TYPE, "Content-Length: " + BYTES.length);
            call.cut();
          }
        });
    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void reading_a_manifest_of_3_gigabytes_stops_at_the_bound() throws Exception {
    var sent = new AtomicLong();
    long length = 3L << 30;
    var failure =
        fetchFails(call -> {
          if (call.is("GET /v2/acme")) {
            call.answer(200, new byte[0], TYPE, "Content-Length: " + length);
            var chunk = new byte[1 << 20];
            while (sent.get() < length) {
              call.raw(chunk);
              sent.addAndGet(chunk.length);
            }
          }
        });
    assertThat(failure.kind()).isEqualTo(Kind.LYING);
    assertThat(failure).hasMessageContaining("4 MiB");
    assertThat(sent.get()).isLessThan(64L << 20);
  }

  @Test
  void a_head_that_claims_more_than_the_bound_is_a_failure() throws Exception {
    var large = "Content-Length: " + (5 << 20);
    var digest = "Docker-Content-Digest: " + Setup.BUNDLE.digest();
    assertThat(headFails(manifests(200, BYTES, TYPE, digest, large)).kind()).isEqualTo(Kind.LYING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Type", "Docker-Content-Digest", "Content-Length"})
  void what_a_head_leaves_out_is_had_by_get(String left) throws Exception {
    try (var server =
            new ScriptServer(call -> {
              var all =
                  java.util.Arrays.stream(Setup.headers(Setup.BUNDLE))
                      .filter(line -> !call.is("HEAD") || !line.startsWith(left))
                      .toArray(String[]::new);
              if (call.path.contains("/manifests/")) {
                call.answer(
                    200,
                    BYTES,
                    left.equals("Content-Length") && call.is("HEAD")
                        ? java.util.stream.Stream.concat(
                                java.util.Arrays.stream(all),
                                java.util.stream.Stream.of("Content-Length: 0"))
                            .toArray(String[]::new)
                        : all);
              }
            });
        var registry = new OciRegistry(Setup.settings())) {
      assertThat(registry.head(Setup.prodTag(server))).contains(Setup.BUNDLE.descriptor());
      assertThat(server.calls()).extracting(call -> call.method).containsExactly("HEAD", "GET");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 405, 406, 415, 422})
  void a_registry_that_does_no_head_is_asked_by_get(int status) throws Exception {
    try (var server =
            new ScriptServer(call -> {
              if (call.is("HEAD")) {
                call.answer(status, "");
              } else if (call.is("GET /v2/acme")) {
                call.answer(200, BYTES, Setup.headers(Setup.BUNDLE));
              }
            });
        var registry = new OciRegistry(Setup.settings())) {
      assertThat(registry.head(Setup.prodTag(server))).contains(Setup.BUNDLE.descriptor());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void a_denied_read_says_so(int status) throws Exception {
    var script = manifests(status, new byte[0]);
    assertThat(headFails(script).kind()).isEqualTo(Kind.DENIED);
    assertThat(fetchFails(script).kind()).isEqualTo(Kind.DENIED);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void a_passing_failure_of_a_read_is_met_with_one_more_try(int status) throws Exception {
    var count = new AtomicInteger();
    try (var server =
            new ScriptServer(call -> {
              if (call.is("HEAD") && count.getAndIncrement() == 0) {
                call.answer(status, "");
              } else if (call.is("HEAD")) {
                call.answer(200, "", Setup.headers(Setup.BUNDLE));
              }
            });
        var registry = new OciRegistry(Setup.settings())) {
      assertThat(registry.head(Setup.prodTag(server))).contains(Setup.BUNDLE.descriptor());
      assertThat(count).hasValue(2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void a_lasting_failure_is_reported_after_two_tries(int status) throws Exception {
    try (var server = new ScriptServer(manifests(status, new byte[0]));
        var registry = new OciRegistry(Setup.settings())) {
      var failure = Setup.failure(() -> registry.head(Setup.prodTag(server)));
      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(failure.status()).isEqualTo(status);
      assertThat(server.calls()).hasSize(2);
    }
  }

  @Test
  void a_registry_that_hangs_is_given_up_at_the_deadline() throws Exception {
    var end = new CountDownLatch(1);
    long start = System.nanoTime();
    var failure =
        headFails(call -> {
          if (call.is("HEAD")) {
            end.await(5, java.util.concurrent.TimeUnit.SECONDS);
          }
        });
    end.countDown();
    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat((System.nanoTime() - start) / 1_000_000).isBetween(1_000L, 4_000L);
  }

  @Test
  void a_body_that_trickles_is_given_up_at_the_deadline() throws Exception {
    long start = System.nanoTime();
    var failure =
        fetchFails(call -> {
          if (call.is("GET /v2/acme")) {
            call.answer(200, new byte[1], TYPE, "Content-Length: 1000");
            for (int i = 0; i < 60; i++) {
              Thread.sleep(100);
              call.raw(new byte[1]);
            }
          }
        });
    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat((System.nanoTime() - start) / 1_000_000).isBetween(1_000L, 4_000L);
  }

  @Test
  void a_common_pool_that_somebody_blocks_does_not_stop_requests() throws Exception {
    var end = new CountDownLatch(1);
    for (int i = 0; i < ForkJoinPool.getCommonPoolParallelism() * 2 + 2; i++) {
      ForkJoinPool.commonPool()
          .execute(() -> {
            try {
              end.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }
    try (var server = new ScriptServer(manifests(200, BYTES, Setup.headers(Setup.BUNDLE)));
        var registry = new OciRegistry(Setup.settings())) {
      assertThat(registry.head(Setup.prodTag(server))).contains(Setup.BUNDLE.descriptor());
    } finally {
      end.countDown();
    }
  }

  @Test
  void an_error_body_shows_no_secret_and_steers_no_terminal() throws Exception {
    var body =
        """
        {"errors":[{"code":"DENIED\\u001b[2J","message":"Authorization: Bearer abcdefghij and \
        token=topsecret1 at https://x.example/?sig=topsecret2 eyJhbGciOi.eyJzdWIi.c2ln \\u202e",\
        "detail":"topsecret3"}]}\
        """;
    var failure =
        fetchFails(
            manifests(
                403, body.getBytes(StandardCharsets.UTF_8), "Content-Type: application/json"));
    assertThat(failure.getMessage())
        .contains("DENIED<U+001B>[2J")
        .contains("<U+202E>")
        .doesNotContain("topsecret")
        .doesNotContain("abcdefghij")
        .doesNotContain("eyJ")
        .doesNotContain("\u001b");
  }

  @Test
  void a_huge_error_body_is_cut_and_a_page_is_not_shown() throws Exception {
    var text = "A".repeat(3 << 20).getBytes(StandardCharsets.UTF_8);
    var plain = fetchFails(manifests(400, text, "Content-Type: text/plain"));
    assertThat(plain.getMessage()).hasSizeLessThan(1_000).contains("…");
    var page = fetchFails(manifests(400, text, "Content-Type: text/html"));
    assertThat(page.getMessage()).doesNotContain("AAAA").contains("text/html");
  }

  @Test
  void a_manifest_of_a_sha512_digest_is_checked_by_it() throws Exception {
    var digest =
        new Digest(
            "sha512",
            java.util.HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-512").digest(BYTES)));
    try (var server = new ScriptServer(manifests(200, BYTES, TYPE));
        var registry = new OciRegistry(Setup.settings())) {
      var asked = Reference.of(Setup.repository(server), digest);
      assertThat(registry.fetch(asked))
          .hasValueSatisfying(found -> assertThat(found.digest()).isEqualTo(digest));
    }
  }

  @Test
  void odd_white_space_survives() throws Exception {
    var odd = Artifacts.sample(3).oddlySpaced().manifest();
    try (var server = new ScriptServer(manifests(200, odd.bytes(), Setup.headers(odd)));
        var registry = new OciRegistry(Setup.settings())) {
      assertThat(registry.fetch(Setup.prodTag(server)))
          .hasValueSatisfying(found -> assertThat(found.bytes()).isEqualTo(odd.bytes()));
    }
  }
}
