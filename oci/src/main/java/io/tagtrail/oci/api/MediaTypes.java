package io.tagtrail.oci.api;

import java.util.List;
import java.util.Set;

/// The media types that a manifest can have.
public final class MediaTypes {
  public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
  public static final String DOCKER_MANIFEST =
      "application/vnd.docker.distribution.manifest.v2+json";
  public static final String DOCKER_LIST =
      "application/vnd.docker.distribution.manifest.list.v2+json";
  public static final String DOCKER_V1 = "application/vnd.docker.distribution.manifest.v1+json";
  public static final String DOCKER_V1_SIGNED =
      "application/vnd.docker.distribution.manifest.v1+prettyjws";
  public static final String EMPTY = "application/vnd.oci.empty.v1+json";

  /// All six, as Flux asks: Debian's registry answers 404 for a type that is not accepted.
  public static final String ACCEPT =
      String.join(
          ", ",
          List.of(
              DOCKER_V1, DOCKER_V1_SIGNED, DOCKER_MANIFEST, OCI_MANIFEST, DOCKER_LIST, OCI_INDEX));

  private static final Set<String> MANIFESTS =
      Set.of(OCI_MANIFEST, OCI_INDEX, DOCKER_MANIFEST, DOCKER_LIST, DOCKER_V1, DOCKER_V1_SIGNED);

  private MediaTypes() {}

  public static boolean isManifest(String mediaType) {
    return MANIFESTS.contains(mediaType);
  }

  public static boolean isIndex(String mediaType) {
    return mediaType.equals(OCI_INDEX) || mediaType.equals(DOCKER_LIST);
  }

  /// Schema 1 holds no descriptors, and its digest is not that of its bytes.
  public static boolean isSchema1(String mediaType) {
    return mediaType.equals(DOCKER_V1) || mediaType.equals(DOCKER_V1_SIGNED);
  }

  /// Layers that may not be pushed and are fetched from elsewhere. Their URLs are never followed
  /// (CVE-2020-15157). Only the type decides: a `urls` on any other layer is ignored, since else
  /// anybody could take a layer out of the presence check with one.
  public static boolean isHeldElsewhere(String mediaType) {
    return mediaType.startsWith("application/vnd.oci.image.layer.nondistributable.")
        || mediaType.startsWith("application/vnd.docker.image.rootfs.foreign.");
  }
}
