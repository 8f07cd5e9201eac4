package io.tagtrail.gateway.protocol;

import io.tagtrail.core.model.Text;
import org.jspecify.annotations.Nullable;

/// Settles which media type a manifest has, and refuses what could be read as two kinds of document
/// (CVE-2021-41190).
public final class ManifestRules {
  private ManifestRules() {}

  /// The media type to store the manifest under.
  ///
  /// @param contentType the header as it came; its parameters do not count
  public static Outcome<String> mediaType(@Nullable String contentType, ManifestShape shape) {
    var declared = withoutParameters(contentType);
    var own = shape.mediaType();
    if (declared != null && own != null && !declared.equals(own)) {
      return invalid("its mediaType is '" + own + "', the Content-Type '" + declared + "'");
    }
    var type = own != null ? own : declared;
    if (type == null) {
      return invalid("it has neither a mediaType nor a Content-Type");
    }
    if (!Text.fits(type, 255) || type.indexOf('/') < 1 || type.indexOf(' ') >= 0) {
      return invalid("'" + type + "' is not a media type");
    }
    var problem = problem(type, shape);
    return problem == null ? new Outcome.Done<>(type) : invalid(problem);
  }

  private static @Nullable String problem(String type, ManifestShape shape) {
    boolean image = shape.config() != null || shape.layers() != null || shape.blobs() != null;
    boolean index = shape.manifests() != null;
    if (image && index) {
      return "it is a manifest and an index at once";
    }
    return switch (type) {
      case ManifestShape.OCI_MANIFEST, ManifestShape.DOCKER_MANIFEST ->
          shape.config() != null && shape.layers() != null
              ? null
              : "an image manifest needs a config and layers";
      case ManifestShape.OCI_INDEX, ManifestShape.DOCKER_LIST ->
          image ? "it has the type of an index and the members of a manifest" : null;
      case "application/vnd.docker.distribution.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.v1+prettyjws" ->
          "schema 1 is not supported; push the image with a present-day client";
      default -> null;
    };
  }

  private static @Nullable String withoutParameters(@Nullable String contentType) {
    if (contentType == null) {
      return null;
    }
    int semicolon = contentType.indexOf(';');
    var type = (semicolon < 0 ? contentType : contentType.substring(0, semicolon)).strip();
    return type.isEmpty() ? null : type;
  }

  private static Outcome<String> invalid(String why) {
    return Outcome.refused(
        ErrorCode.MANIFEST_INVALID, "the manifest is refused: " + why + "; nothing was changed");
  }
}
