package io.tagtrail.oci.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.oci.json.NodeReader;
import io.tagtrail.oci.tree.Contents;
import io.tagtrail.oci.tree.Tree;
import java.nio.charset.StandardCharsets;

/// Manifests and indexes that a registry serves, walked from the top.
final class TreeFuzz {
  @FuzzTest
  void a_bundle_is_walked_with_each_part_once_or_refused(byte[] bytes) {
    var documents = Documents.of(bytes);
    Tree tree;
    try {
      tree =
          Tree.of(
              documents.first(),
              wanted ->
                  documents.all().stream()
                      .filter(each -> each.digest().equals(wanted.digest()))
                      .findFirst());
    } catch (RegistryException e) {
      assertThat(e.kind()).isIn(RegistryException.Kind.LYING, RegistryException.Kind.REJECTED);
      Documents.check(e);
      return;
    }
    assertThat(tree.manifests()).extracting(Manifest::digest).doesNotHaveDuplicates();
    assertThat(tree.blobs()).extracting(Descriptor::digest).doesNotHaveDuplicates();
    for (var manifest : tree.manifests()) {
      // Annotations are copied into the index of a fallback tag.
      var json = Contents.of(manifest).json();
      assertThat(NodeReader.read(json.write().getBytes(StandardCharsets.UTF_8))).isEqualTo(json);
    }
  }
}
