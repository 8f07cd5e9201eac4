package io.tagtrail.gateway.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.registry.Annotations;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.gateway.protocol.ManifestReader;
import io.tagtrail.gateway.protocol.ManifestRules;
import io.tagtrail.gateway.protocol.ManifestShape;
import io.tagtrail.gateway.protocol.Outcome;
import io.tagtrail.oci.tree.Contents;
import java.util.List;

/// The body of a manifest PUT. What the registry keeps, Tagtrail's own client must be able to read,
/// and must see the same in it.
final class PushedManifestFuzz {
  @FuzzTest
  void a_manifest_is_refused_or_read_the_same_by_the_client(byte[] bytes) {
    switch (ManifestReader.read(bytes)) {
      case Outcome.Refused<ManifestShape>(var error) -> Refusals.check(error);
      case Outcome.Done<ManifestShape>(var shape) -> accepted(bytes, shape);
    }
  }

  private static void accepted(byte[] bytes, ManifestShape shape) {
    switch (ManifestRules.mediaType("application/vnd.oci.image.manifest.v1+json; x=y", shape)) {
      case Outcome.Refused<String>(var error) -> Refusals.check(error);
      case Outcome.Done<String>(var type) -> {
        var manifest = Manifest.of(type, bytes);
        var contents = Contents.of(manifest);
        assertThat(contents.subject()).isEqualTo(shape.subject());
        assertThat(contents.artifactType()).isEqualTo(shape.effectiveArtifactType());
        // Only the withdrawn artifact manifest has blobs; in an image the client does not know
        // them.
        var artifact = shape.blobs() == null ? List.<Descriptor>of() : shape.blobs();
        assertThat(contents.blobs())
            .containsAll(shape.neededBlobs().filter(part -> !artifact.contains(part)).toList());
        assertThat(Annotations.of(manifest)).isEqualTo(shape.annotations());
      }
    }
  }
}
