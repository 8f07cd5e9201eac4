package io.tagtrail.oci.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.oci.Setup;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.MemoryRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Layers that several writers add to what is under one tag.
class LayersTest {
  private static final Tag TAG = new Tag("sha256-00.sig");
  private static final String KEY = "dev.cosignproject.cosign/signature";
  private final MemoryRegistry served = MemoryRegistry.withoutReferrersApi();
  private final OciRegistry registry = new OciRegistry(Setup.settings());
  private final Repository repository = served.pusher().repository("acme/shop");

  @AfterEach
  void stop() {
    registry.close();
    served.close();
  }

  @Test
  void the_first_layer_makes_a_manifest_that_is_whole() {
    registry.addLayer(repository, TAG, layer("one"), Map.of(KEY, "sig1"));
    var manifest = there();
    assertThat(text(manifest)).contains("\"schemaVersion\":2", "\"" + KEY + "\":\"sig1\"");
    assertThat(registry.inspect(repository, manifest.descriptor(), (what, done, total) -> {}))
        .isInstanceOf(io.tagtrail.core.registry.Presence.Whole.class);
  }

  @Test
  void what_is_there_is_kept_and_the_same_layer_is_not_added_twice() {
    var before =
        "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"application/vnd.oci.empty.v1+json\",\"digest\":\"%s\",\"size\":2},\"layers\":[{\"mediaType\":\"a/b\",\"size\":3,\"digest\":\"%s\",\"annotations\":{\"x\":\"y\"},\"odd\":150}],\"annotations\":{\"kept\":\"yes\"}}"
            .formatted(digest("{}"), digest("old"));
    served.pusher().blob(repository, utf8("{}"));
    served.pusher().blob(repository, utf8("old"));
    served
        .pusher()
        .manifest(repository, TAG.value(), Manifest.of(Artifacts.OCI_MANIFEST, utf8(before)));
    registry.addLayer(repository, TAG, layer("one"), Map.of(KEY, "sig1"));
    registry.addLayer(repository, TAG, layer("one"), Map.of(KEY, "sig2"));
    var after = text(there());
    assertThat(after)
        .contains("\"odd\":150", "\"kept\":\"yes\"", "vnd.oci.empty.v1+json", "sig1", "sig2");
    served.forgetRequests();
    registry.addLayer(repository, TAG, layer("one"), Map.of(KEY, "sig2"));
    assertThat(served.requests()).noneMatch(line -> !line.startsWith("GET"));
    assertThat(text(there())).isEqualTo(after);
  }

  @Test
  void an_index_under_the_tag_stays_as_it_is() {
    var index = utf8("{\"schemaVersion\":2,\"manifests\":[]}");
    served.pusher().manifest(repository, TAG.value(), Manifest.of(Artifacts.OCI_INDEX, index));
    assertThatThrownBy(() -> registry.addLayer(repository, TAG, layer("one"), Map.of(KEY, "s")))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("is an index")
        .hasMessageContaining("left as it is");
    assertThat(there().bytes()).isEqualTo(index);
  }

  @Test
  void one_that_another_writer_overwrote_is_added_again_to_what_that_writer_wrote()
      throws Exception {
    var puts = new AtomicInteger();
    var other =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"layers\":[{\"mediaType\":\"a/b\",\"size\":5,\"digest\":\"%s\"}],\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"%s\",\"size\":2}}"
            .formatted(Artifacts.OCI_MANIFEST, digest("other"), digest("{}"));
    served.pusher().blob(repository, utf8("other"));
    served.pusher().blob(repository, utf8("{}"));
    served.fault(exchange -> {
      boolean put =
          exchange.getRequestMethod().equals("PUT")
              && exchange.getRequestURI().getPath().contains("/manifests/");
      if (put && puts.getAndIncrement() == 0) {
        // Ours is answered, and theirs is there.
        exchange.getRequestBody().readAllBytes();
        served
            .pusher()
            .manifest(repository, TAG.value(), Manifest.of(Artifacts.OCI_MANIFEST, utf8(other)));
        exchange.sendResponseHeaders(201, -1);
        return true;
      }
      return false;
    });
    registry.addLayer(repository, TAG, layer("one"), Map.of(KEY, "sig1"));
    assertThat(text(there())).contains(digest("other"), "sig1");
  }

  @Test
  void many_threads_of_one_process_lose_none() throws Exception {
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new java.util.ArrayList<Future<?>>();
      for (int i = 0; i < 20; i++) {
        int n = i;
        all.add(
            pool.submit(
                () -> registry.addLayer(repository, TAG, layer("one"), Map.of(KEY, "sig" + n))));
      }
      for (var each : all) {
        each.get();
      }
    }
    for (int i = 0; i < 20; i++) {
      assertThat(text(there())).contains("\"sig" + i + "\"");
    }
  }

  @Test
  void everything_that_is_attached_is_listed_whatever_its_type() {
    var bundle = Artifacts.sample(1);
    served.pusher().push(repository, bundle);
    for (var type : List.of("application/a", "application/b")) {
      registry.attach(
          repository,
          bundle.descriptor(),
          new io.tagtrail.core.registry.Referrer(type, utf8(type), Map.of()));
    }
    assertThat(registry.attached(repository, bundle.digest())).hasSize(2);
    assertThat(registry.attached(repository, Digest.of(utf8("nothing")))).isEmpty();
  }

  private Manifest there() {
    return served.pusher().get(repository, TAG.value()).orElseThrow();
  }

  private static Document layer(String text) {
    return new Document("application/vnd.dev.cosign.simplesigning.v1+json", utf8(text));
  }

  private static String digest(String text) {
    return Digest.of(utf8(text)).toString();
  }

  private static String text(Manifest manifest) {
    return new String(manifest.bytes(), StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
