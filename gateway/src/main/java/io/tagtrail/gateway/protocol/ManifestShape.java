package io.tagtrail.gateway.protocol;

import io.tagtrail.core.model.Descriptor;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a registry needs to know of a manifest or index. Read only: the bytes that came are the
/// ones that are kept.
///
/// @param config null where there is none
/// @param layers null where there is no such member, which is not the same as an empty one
/// @param manifests the same, of an index
/// @param blobs the same, of the withdrawn OCI artifact manifest
public record ManifestShape(
    @Nullable String mediaType,
    @Nullable String artifactType,
    @Nullable Descriptor config,
    @Nullable List<Descriptor> layers,
    @Nullable List<Descriptor> manifests,
    @Nullable List<Descriptor> blobs,
    @Nullable Descriptor subject,
    SortedMap<String, String> annotations) {
  public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
  public static final String DOCKER_MANIFEST =
      "application/vnd.docker.distribution.manifest.v2+json";
  public static final String DOCKER_LIST =
      "application/vnd.docker.distribution.manifest.list.v2+json";

  public ManifestShape {
    layers = layers == null ? null : List.copyOf(layers);
    manifests = manifests == null ? null : List.copyOf(manifests);
    blobs = blobs == null ? null : List.copyOf(blobs);
    annotations = new TreeMap<>(annotations);
  }

  /// What the referrers API calls the artifact type: its own, else the type of its config, else
  /// none.
  public @Nullable String effectiveArtifactType() {
    if (artifactType != null && !artifactType.isEmpty()) {
      return artifactType;
    }
    return config == null ? null : config.mediaType();
  }

  /// The blobs without which the manifest is not whole.
  public Stream<Descriptor> neededBlobs() {
    return Stream.of(
            config == null ? List.<Descriptor>of() : List.of(config), orNone(layers), orNone(blobs))
        .flatMap(List::stream)
        .filter(part -> !isRemote(part));
  }

  /// The children without which an index is not whole.
  public List<Descriptor> neededManifests() {
    return orNone(manifests);
  }

  private static List<Descriptor> orNone(@Nullable List<Descriptor> list) {
    return list == null ? List.of() : list;
  }

  /// Layers that by their type are not pushed. The registry never fetches their URLs.
  private static boolean isRemote(Descriptor part) {
    return part.mediaType().contains(".nondistributable.")
        || part.mediaType().contains(".foreign.");
  }
}
