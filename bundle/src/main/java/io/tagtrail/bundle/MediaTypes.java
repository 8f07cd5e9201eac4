package io.tagtrail.bundle;

import io.tagtrail.bundle.model.BundleKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The media types by which bundles are known.
///
/// Sources: Flux's OCI artifacts (`github.com/fluxcd/pkg/oci`), Helm's OCI support (HIP-6).
public final class MediaTypes {
  public static final String FLUX_CONFIG = "application/vnd.cncf.flux.config.v1+json";
  public static final String FLUX_CONTENT = "application/vnd.cncf.flux.content.v1.tar+gzip";
  public static final String HELM_CONFIG = "application/vnd.cncf.helm.config.v1+json";
  public static final String HELM_CHART = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";

  private MediaTypes() {}

  /// What a manifest with this config and these layers is; empty where it is no bundle that Flux or
  /// Helm would read, such as an image.
  public static Optional<BundleKind> kind(String config, List<String> layers) {
    if (config.equals(HELM_CONFIG) || layers.contains(HELM_CHART)) {
      return Optional.of(BundleKind.CHART);
    }
    if (config.equals(FLUX_CONFIG) || layers.contains(FLUX_CONTENT)) {
      return Optional.of(BundleKind.FLUX);
    }
    // What a `layerSelector` picks: an artifact of another tool, with manifests as they are.
    return layers.stream().anyMatch(MediaTypes::isYaml)
        ? Optional.of(BundleKind.FLUX)
        : Optional.empty();
  }

  /// Whether a layer of a bundle holds what is applied, rather than a provenance file or the like.
  public static boolean isContent(BundleKind kind, String mediaType) {
    return switch (kind) {
      case CHART -> mediaType.equals(HELM_CHART);
      case FLUX -> mediaType.equals(FLUX_CONTENT) || isYaml(mediaType) || isTar(mediaType);
    };
  }

  static boolean isTar(String mediaType) {
    var type = mediaType.toLowerCase(Locale.ROOT);
    return type.endsWith("tar+gzip")
        || type.endsWith(".tar")
        || type.endsWith("+tar")
        || type.endsWith("tar.gzip")
        || type.endsWith("/x-tar")
        || type.endsWith("/x-tgz");
  }

  static boolean isYaml(String mediaType) {
    var type = mediaType.toLowerCase(Locale.ROOT);
    return type.endsWith("/yaml") || type.endsWith("+yaml") || type.endsWith("/x-yaml");
  }
}
