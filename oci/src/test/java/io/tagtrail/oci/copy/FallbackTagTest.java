package io.tagtrail.oci.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.Referrer;
import io.tagtrail.core.registry.RegistryException.Kind;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.oci.Setup;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.MemoryRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FallbackTagTest {
  private static final String TYPE = "application/vnd.tagtrail.test";
  private final MemoryRegistry memory = MemoryRegistry.withoutReferrersApi();
  private final OciRegistry registry = new OciRegistry(Setup.settings());
  private final Repository repository = memory.pusher().repository("acme/shop");
  private final Manifest bundle = Artifacts.sample(1).manifest();
  private final String fallback = bundle.digest().toString().replace(':', '-');

  @AfterEach
  void stop() {
    registry.close();
    memory.close();
  }

  private Digest attach(String what) {
    memory.pusher().push(repository, Artifacts.sample(1));
    return registry.attach(
        repository,
        bundle.descriptor(),
        new Referrer(TYPE, what.getBytes(StandardCharsets.UTF_8), Map.of("k", "v")));
  }

  private String index() {
    return new String(
        memory.pusher().get(repository, fallback).orElseThrow().bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void the_entries_of_others_stay_with_all_that_they_hold() {
    var other = Artifacts.referrer(bundle.descriptor(), "application/x", new byte[] {1});
    memory.pusher().push(repository, Artifacts.sample(1));
    memory.pusher().push(repository, other);
    var entry = Artifacts.descriptor(other.descriptor());
    entry = entry.substring(0, entry.length() - 1) + ",\"strange\":{\"x\":[150,true]}}";
    var json =
        "{ \"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s],\"annotations\":{\"o\":\"p\"}}"
            .formatted(Artifacts.OCI_INDEX, entry);
    memory
        .pusher()
        .manifest(
            repository,
            fallback,
            Manifest.of(Artifacts.OCI_INDEX, json.getBytes(StandardCharsets.UTF_8)));
    var own = attach("ours");
    assertThat(index())
        .contains(entry)
        .contains("\"annotations\":{\"o\":\"p\"}")
        .contains(own.toString());
  }

  @Test
  void an_entry_shows_type_and_annotations() {
    var own = attach("ours");
    assertThat(index())
        .contains("\"digest\":\"" + own + "\"")
        .contains("\"artifactType\":\"" + TYPE + "\"")
        .contains("\"annotations\":{\"k\":\"v\"}");
  }

  @Test
  void what_is_attached_has_a_tag_of_its_own() {
    var own = attach("ours");
    var tag = Referrers.ownTag(bundle.digest(), own);
    assertThat(registry.tags(repository)).contains(tag);
    assertThat(tag.isKeepTag()).isFalse();
    assertThat(memory.pusher().get(repository, tag.value()).map(Manifest::digest)).contains(own);
  }

  @Test
  void an_entry_that_another_writer_lost_is_entered_again() {
    var stranger =
        Manifest.of(
            Artifacts.OCI_INDEX,
            "{\"schemaVersion\":2,\"manifests\":[]}".getBytes(StandardCharsets.UTF_8));
    var puts = new AtomicInteger();
    memory.fault(exchange -> {
      if (exchange.getRequestMethod().equals("PUT")
          && exchange.getRequestURI().getPath().endsWith("/manifests/" + fallback)
          && puts.incrementAndGet() == 1) {
        // The first of ours is answered as done, and another writer's is what stays.
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(201, -1);
        return true;
      }
      return false;
    });
    memory.pusher().push(repository, Artifacts.sample(1));
    memory.pusher().manifest(repository, "warm-up", stranger);
    var own = attach("ours");
    assertThat(index()).contains(own.toString());
    assertThat(puts).hasValue(2);
  }

  @Test
  void a_fallback_tag_that_is_no_index_is_left_alone() {
    memory.pusher().push(repository, Artifacts.sample(1));
    memory.pusher().push(repository, new Tag(fallback), Artifacts.sample(2));
    assertThat(Setup.failure(() -> attach("ours")).kind()).isEqualTo(Kind.REJECTED);
    assertThat(memory.pusher().get(repository, fallback).map(Manifest::digest))
        .contains(Artifacts.sample(2).digest());
  }

  @Test
  void the_fallback_tag_of_a_long_digest_is_cut_as_specified() {
    var digest = new Digest("sha512", "ab".repeat(64));
    assertThat(Referrers.fallbackTag(digest).value()).isEqualTo("sha512-" + "ab".repeat(32));
  }
}
