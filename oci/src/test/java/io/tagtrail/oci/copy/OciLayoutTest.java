package io.tagtrail.oci.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.Presence;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.core.registry.RegistryException.Kind;
import io.tagtrail.core.registry.Source;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.oci.Setup;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.Bundle;
import io.tagtrail.testkit.registry.MemoryRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OciLayoutTest {
  private static final String SBOM = "application/spdx+json";

  @TempDir Path folder;
  private final List<String> entries = new ArrayList<>();

  private OciLayout layout() throws IOException {
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    Files.writeString(
        folder.resolve("index.json"),
        "{\"schemaVersion\":2,\"manifests\":[%s]}".formatted(String.join(",", entries)));
    return new OciLayout(folder);
  }

  private void add(Bundle bundle, @Nullable String tag) throws IOException {
    store(bundle);
    var json = Artifacts.descriptor(bundle.descriptor());
    entries.add(
        tag == null
            ? json
            : json.substring(0, json.length() - 1)
                + ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"%s\"}}"
                    .formatted(tag));
  }

  private void store(Bundle bundle) throws IOException {
    for (var child : bundle.children()) {
      store(child);
    }
    for (var blob : bundle.blobs()) {
      write(blob.digest(), blob.bytes());
    }
    write(bundle.digest(), bundle.manifest().bytes());
  }

  private void write(Digest digest, byte[] bytes) throws IOException {
    var file = folder.resolve("blobs").resolve(digest.algorithm()).resolve(digest.hex());
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  @Test
  void a_manifest_is_found_by_tag_by_digest_and_alone() throws IOException {
    var bundle = Artifacts.sample(1).oddlySpaced();
    add(bundle, "v1");
    var layout = layout();
    for (var found :
        List.of(
            layout.resolve(new Tag("v1"), null),
            layout.resolve(null, bundle.digest()),
            layout.resolve(null, null))) {
      assertThat(found)
          .hasValueSatisfying(
              manifest -> assertThat(manifest.bytes()).isEqualTo(bundle.manifest().bytes()));
    }
    assertThat(layout.resolve(new Tag("v2"), null)).isEmpty();
    assertThat(layout.resolve(null, Digest.of(new byte[] {1}))).isEmpty();
  }

  @Test
  void of_several_one_must_be_named() throws IOException {
    add(Artifacts.sample(1), "v1");
    add(Artifacts.sample(2), "v2");
    var layout = layout();
    var failure = Setup.failure(() -> layout.resolve(null, null));
    assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
    assertThat(failure).hasMessageContaining("say which");
  }

  @Test
  void a_tag_that_is_there_twice_for_different_bundles_is_refused() throws IOException {
    add(Artifacts.sample(1), "v1");
    add(Artifacts.sample(2), "v1");
    var layout = layout();
    assertThat(Setup.failure(() -> layout.resolve(new Tag("v1"), null)).kind())
        .isEqualTo(Kind.REJECTED);
  }

  @Test
  void a_child_of_a_nested_index_is_found_by_digest() throws IOException {
    var child = Artifacts.sample(1);
    add(Artifacts.index(List.of(Artifacts.index(List.of(child)))), "v1");
    assertThat(layout().resolve(null, child.digest()).map(Manifest::digest))
        .contains(child.digest());
  }

  @Test
  void bytes_that_are_not_those_of_the_digest_are_a_failure() throws IOException {
    var bundle = Artifacts.sample(1);
    add(bundle, "v1");
    var other = bundle.manifest().bytes().clone();
    other[5] ^= 1;
    write(bundle.digest(), other);
    var layout = layout();
    assertThat(Setup.failure(() -> layout.resolve(new Tag("v1"), null)).kind())
        .isEqualTo(Kind.LYING);
  }

  @Test
  void no_name_in_an_index_leads_out_of_the_folder() throws IOException {
    for (var digest : List.of("sha256:../../../../etc/passwd", "../..:x", "sha256:/etc/passwd")) {
      entries.clear();
      entries.add(
          "{\"mediaType\":\"%s\",\"size\":5,\"digest\":\"%s\"}"
              .formatted(Artifacts.OCI_MANIFEST, digest));
      var layout = layout();
      assertThat(Setup.failure(() -> layout.resolve(null, null)).kind()).isEqualTo(Kind.LYING);
    }
  }

  @Test
  void a_blob_that_is_no_file_is_not_opened() throws IOException {
    var bundle = Artifacts.sample(1);
    add(bundle, "v1");
    var blob = bundle.blobs().getFirst();
    var file = folder.resolve("blobs/sha256").resolve(blob.digest().hex());
    Files.delete(file);
    Files.createDirectory(file);
    var layout = layout();
    assertThat(Setup.failure(() -> layout.open(blob.descriptor())).kind())
        .isEqualTo(Kind.NOT_FOUND);
  }

  @Test
  void a_folder_that_is_no_layout_is_named() {
    var failure = Setup.failure(() -> new OciLayout(folder).resolve(null, null));
    assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(failure).hasMessageContaining(folder.toString());
  }

  @Test
  void an_index_that_is_too_large_is_a_failure() throws IOException {
    layout();
    Files.write(folder.resolve("index.json"), new byte[(4 << 20) + 1]);
    assertThat(Setup.failure(() -> new OciLayout(folder).resolve(null, null)).kind())
        .isEqualTo(Kind.LYING);
  }

  @Test
  void a_bundle_is_copied_from_a_layout_with_what_is_attached() throws IOException {
    var index =
        Artifacts.index(List.of(Artifacts.image(1, 2, 5_000), Artifacts.image(2, 2, 5_000)))
            .oddlySpaced();
    add(index, "v1");
    add(
        Artifacts.referrer(index.descriptor(), SBOM, "an SBOM".getBytes(StandardCharsets.UTF_8)),
        null);
    layout();
    try (var memory = MemoryRegistry.withoutReferrersApi();
        var registry = new OciRegistry(Setup.settings())) {
      var target = memory.pusher().repository("acme/shop");
      var source = new Source.InLayout(folder.toString(), new Tag("v1"), null);
      var bundle = registry.resolve(source).orElseThrow();
      var report = registry.copy(source, bundle, target, Progress.SILENT);
      assertThat(report.referrers()).isEqualTo(1);
      assertThat(report.blobs()).isEqualTo(8);
      assertThat(registry.inspect(target, bundle.descriptor(), Progress.SILENT))
          .isInstanceOf(Presence.Whole.class);
      assertThat(registry.referrers(target, bundle.digest(), SBOM))
          .extracting(Descriptor::mediaType)
          .containsExactly(Artifacts.OCI_MANIFEST);
    }
  }
}
