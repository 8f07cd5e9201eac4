package io.tagtrail.oci;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.registry.Presence;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.core.registry.RegistryException.Kind;
import io.tagtrail.core.registry.Source;
import io.tagtrail.oci.auth.Login;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.Bundle;
import io.tagtrail.testkit.registry.MemoryRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Blobs, their redirects and uploads, when things go wrong; a memory registry with faults.
class BlobTest {
  private final Bundle bundle = Artifacts.image(5, 2, 300_000);

  private static RepositoryPair pair(MemoryRegistry from, MemoryRegistry to) {
    return new RepositoryPair(
        from.pusher().repository("acme/from"), to.pusher().repository("acme/to"));
  }

  private record RepositoryPair(Repository from, Repository to) {
    Source source(Bundle bundle) {
      return new Source.InRegistry(Reference.of(from, bundle.digest()));
    }
  }

  @Test
  void between_registries_blobs_are_streamed_and_progress_is_told() {
    try (var from = MemoryRegistry.withReferrersApi();
        var to = MemoryRegistry.withReferrersApi();
        var registry = new OciRegistry(Setup.settings())) {
      var pair = pair(from, to);
      from.pusher().push(pair.from(), bundle);
      var told = ConcurrentHashMap.<Long>newKeySet();
      Progress progress = (what, done, total) -> told.add(done);
      var report = registry.copy(pair.source(bundle), bundle.manifest(), pair.to(), progress);
      long blobs = bundle.blobs().stream().mapToLong(blob -> blob.bytes().length).sum();
      assertThat(report.blobs()).isEqualTo(3);
      assertThat(report.mounted()).isZero();
      assertThat(report.bytes()).isEqualTo(blobs + bundle.descriptor().size());
      assertThat(told).contains(blobs).allMatch(done -> done >= 0 && done <= blobs);
      assertThat(to.requests()).last().asString().contains("/blobs/"); // It was checked.
      assertThat(
              to.requests().stream()
                  .filter(line -> line.startsWith("PUT") && !line.contains("blobs")))
          .containsExactly("PUT /v2/acme/to/manifests/" + bundle.digest());
    }
  }

  @Test
  void a_blob_of_other_bytes_is_never_whole_at_the_target() {
    try (var from = MemoryRegistry.withReferrersApi();
        var to = MemoryRegistry.withReferrersApi();
        var registry = new OciRegistry(Setup.settings())) {
      var pair = pair(from, to);
      from.pusher().push(pair.from(), bundle);
      var layer = bundle.blobs().get(1);
      from.fault(exchange -> {
        if (!exchange.getRequestMethod().equals("GET")
            || !exchange.getRequestURI().getPath().endsWith("/blobs/" + layer.digest())) {
          return false;
        }
        exchange.sendResponseHeaders(200, layer.bytes().length);
        exchange.getResponseBody().write(new byte[layer.bytes().length]);
        return true;
      });
      var failure =
          Setup.failure(() ->
              registry.copy(pair.source(bundle), bundle.manifest(), pair.to(), Progress.SILENT));
      assertThat(failure.kind()).isEqualTo(Kind.LYING);
      assertThat(failure).hasMessageContaining(layer.digest().toString());
      assertThat(to.pusher().hasBlob(pair.to(), layer.digest())).isFalse();
      assertThat(to.requests()).noneMatch(line -> line.startsWith("PUT /v2/acme/to/manifests"));
    }
  }

  @Test
  void an_upload_that_fails_is_tried_again_and_a_lasting_failure_reported() {
    try (var from = MemoryRegistry.withReferrersApi();
        var to = MemoryRegistry.withReferrersApi();
        var registry = new OciRegistry(Setup.settings())) {
      var pair = pair(from, to);
      from.pusher().push(pair.from(), bundle);
      var count = new AtomicInteger();
      to.fault(exchange -> {
        if (exchange.getRequestMethod().equals("PUT") && count.incrementAndGet() <= 2) {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(500, -1);
          return true;
        }
        return false;
      });
      var report =
          registry.copy(pair.source(bundle), bundle.manifest(), pair.to(), Progress.SILENT);
      assertThat(report.blobs()).isEqualTo(3);
      to.fault(exchange -> {
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(503, -1);
        return true;
      });
      var other = to.pusher().repository("acme/other");
      assertThat(
              Setup.failure(() ->
                      registry.copy(pair.source(bundle), bundle.manifest(), other, Progress.SILENT))
                  .kind())
          .isEqualTo(Kind.UNAVAILABLE);
    }
  }

  @Test
  void a_copy_that_was_cut_goes_on_where_it_was() {
    try (var from = MemoryRegistry.withReferrersApi();
        var to = MemoryRegistry.withReferrersApi();
        var registry = new OciRegistry(Setup.settings())) {
      var pair = pair(from, to);
      from.pusher().push(pair.from(), bundle);
      to.fault(exchange -> {
        if (exchange.getRequestURI().getPath().contains("/manifests/sha256")
            && exchange.getRequestMethod().equals("PUT")) {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(403, -1);
          return true;
        }
        return false;
      });
      Setup.failure(
          () -> registry.copy(pair.source(bundle), bundle.manifest(), pair.to(), Progress.SILENT));
      to.fault(exchange -> false);
      var report =
          registry.copy(pair.source(bundle), bundle.manifest(), pair.to(), Progress.SILENT);
      assertThat(report.present()).isEqualTo(3);
      assertThat(report.blobs()).isZero();
      assertThat(report.manifests()).isEqualTo(1);
    }
  }

  @Test
  void an_upload_is_not_steered_to_another_host() throws Exception {
    try (var from = MemoryRegistry.withReferrersApi();
        var target =
            new ScriptServer(call -> {
              if (call.is("POST")) {
                call.answer(202, "", "Location: http://evil.example/upload?state=topsecret");
              }
            });
        var registry = new OciRegistry(Setup.settings())) {
      var repository = from.pusher().repository("acme/from");
      from.pusher().push(repository, bundle);
      var source = new Source.InRegistry(Reference.of(repository, bundle.digest()));
      var failure =
          Setup.failure(() ->
              registry.copy(source, bundle.manifest(), Setup.repository(target), Progress.SILENT));
      assertThat(failure.kind()).isEqualTo(Kind.LYING);
      assertThat(failure)
          .hasMessageContaining("upload Location")
          .hasMessageNotContaining("topsecret");
    }
  }

  @Test
  void a_source_or_target_that_stalls_is_given_up() throws Exception {
    var layer = bundle.blobs().get(1);
    for (boolean atSource : new boolean[] {true, false}) {
      try (var from = MemoryRegistry.withReferrersApi();
          var to = MemoryRegistry.withReferrersApi();
          var registry = new OciRegistry(Setup.settings())) {
        var pair = pair(from, to);
        from.pusher().push(pair.from(), bundle);
        (atSource ? from : to)
            .fault(exchange -> {
              boolean stalls =
                  atSource
                      ? exchange.getRequestMethod().equals("GET")
                          && exchange.getRequestURI().getPath().endsWith(layer.digest().hex())
                      : exchange.getRequestMethod().equals("PUT");
              if (stalls) {
                if (atSource) {
                  exchange.sendResponseHeaders(200, layer.bytes().length);
                  exchange.getResponseBody().write(layer.bytes(), 0, 1_000);
                  exchange.getResponseBody().flush();
                }
                sleep();
              }
              return stalls;
            });
        long start = System.nanoTime();
        var failure =
            Setup.failure(() ->
                registry.copy(pair.source(bundle), bundle.manifest(), pair.to(), Progress.SILENT));
        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat((System.nanoTime() - start) / 1_000_000).isBetween(2_000L, 15_000L);
      }
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(20_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void a_redirect_to_another_host_is_followed_without_the_credentials() throws Exception {
    var blob = bundle.blobs().get(1);
    try (var storage =
            new ScriptServer(call -> call.answer(200, blob.bytes(), "Content-Type: x/y"));
        var front =
            new ScriptServer(call -> {
              if (call.path.contains("/manifests/")) {
                call.answer(200, bundle.manifest().bytes(), Setup.headers(bundle.manifest()));
              } else if (call.path.contains("/blobs/" + blob.digest())) {
                call.answer(
                    307,
                    "",
                    "Location: http://localhost:%d/o?sig=topsecret".formatted(storage.port()));
              } else if (call.path.contains("/blobs/")) {
                call.answer(200, bundle.blobs().get(idx(call)).bytes());
              }
            });
        var registry =
            new OciRegistry(Setup.settings().with(host -> new Login.Basic("u", "password")))) {
      var presence =
          registry.inspect(Setup.repository(front), bundle.descriptor(), Progress.SILENT);
      assertThat(presence).isInstanceOf(Presence.Whole.class);
      assertThat(storage.calls()).hasSize(1);
      assertThat(storage.calls().getFirst().header("Authorization")).isEmpty();
      assertThat(front.calls())
          .allSatisfy(call -> assertThat(call.header("Authorization")).startsWith("Basic "));
    }
  }

  private int idx(ScriptServer.Call call) {
    var digests = bundle.blobs().stream().map(blob -> blob.digest().toString()).toList();
    return digests.indexOf(call.path.substring(call.path.lastIndexOf('/') + 1));
  }

  @Test
  void redirects_that_go_round_or_astray_are_not_followed() throws Exception {
    for (var location :
        List.of("/v2/acme/shop/blobs/again", "ftp://x.example/", "http://u:p@127.0.0.1/", "%%")) {
      try (var server =
              new ScriptServer(call -> {
                if (call.path.contains("/manifests/")) {
                  call.answer(200, bundle.manifest().bytes(), Setup.headers(bundle.manifest()));
                } else if (call.path.contains("/blobs/")) {
                  call.answer(302, "", "Location: " + location);
                }
              });
          var registry = new OciRegistry(Setup.settings())) {
        assertThat(registry.inspect(Setup.repository(server), bundle.descriptor(), Progress.SILENT))
            .as(location)
            .isNotInstanceOf(Presence.Whole.class);
        assertThat(server.count("HEAD")).isLessThanOrEqualTo(3 * 4);
      }
    }
  }

  @Test
  void a_layer_of_another_size_is_found() throws Exception {
    try (var server =
            new ScriptServer(call -> {
              if (call.path.contains("/manifests/")) {
                call.answer(200, bundle.manifest().bytes(), Setup.headers(bundle.manifest()));
              } else if (call.path.contains("/blobs/")) {
                call.answer(200, "", "Content-Length: 17");
              }
            });
        var registry = new OciRegistry(Setup.settings())) {
      assertThat(registry.inspect(Setup.repository(server), bundle.descriptor(), Progress.SILENT))
          .isInstanceOfSatisfying(
              Presence.Broken.class,
              broken -> assertThat(broken.what()).contains("has 17 bytes, not 300000"));
    }
  }

  @Test
  void a_registry_that_does_not_answer_for_a_layer_leaves_it_unknown() throws Exception {
    for (int status : new int[] {401, 403, 429, 500, 503, 400}) {
      try (var server =
              new ScriptServer(call -> {
                if (call.path.contains("/manifests/")) {
                  call.answer(200, bundle.manifest().bytes(), Setup.headers(bundle.manifest()));
                } else if (call.path.contains("/blobs/")) {
                  call.answer(status, "");
                }
              });
          var registry = new OciRegistry(Setup.settings())) {
        assertThat(registry.inspect(Setup.repository(server), bundle.descriptor(), Progress.SILENT))
            .isInstanceOf(Presence.Unknown.class);
      }
    }
  }

  @Test
  void no_more_than_eight_heads_are_in_flight() throws Exception {
    var many = Artifacts.image(6, 40, 10);
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    var seen = new ArrayList<String>();
    try (var server =
            new ScriptServer(call -> {
              if (call.path.contains("/manifests/")) {
                call.answer(200, many.manifest().bytes(), Setup.headers(many.manifest()));
              } else if (call.path.contains("/blobs/")) {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                Thread.sleep(20);
                now.decrementAndGet();
                var size = call.path.endsWith(many.blobs().getFirst().digest().hex());
                synchronized (seen) {
                  seen.add(call.path);
                }
                call.answer(
                    200,
                    "",
                    "Content-Length: " + (size ? many.blobs().getFirst().bytes().length : 10));
              }
            });
        var registry = new OciRegistry(Setup.settings())) {
      assertThat(registry.inspect(Setup.repository(server), many.descriptor(), Progress.SILENT))
          .isInstanceOf(Presence.Whole.class);
      assertThat(seen).hasSize(41);
      assertThat(most.get()).isBetween(2, 8);
    }
  }
}
