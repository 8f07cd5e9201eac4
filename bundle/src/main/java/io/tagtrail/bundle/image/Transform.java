package io.tagtrail.bundle.image;

import io.tagtrail.bundle.model.ImageUse;
import io.tagtrail.bundle.yaml.Value;
import org.jspecify.annotations.Nullable;

/// One entry of `images:` in a kustomization: images of this name get another name, tag or digest.
///
/// Semantics: kustomize's `ImageTagTransformer` (a new tag drops the digest, a new digest the tag).
///
/// @param place where it stands among the others
record Transform(
    String name,
    int place,
    @Nullable String newName,
    @Nullable String newTag,
    @Nullable String digest) {
  /// Null of what is no entry.
  static @Nullable Transform of(Value item, int place) {
    if (!(item instanceof Value.Mapping mapping)) {
      return null;
    }
    var name = mapping.text("name");
    return name == null
        ? null
        : new Transform(
            name,
            place,
            part(mapping, "newName"),
            part(mapping, "newTag"),
            part(mapping, "digest"));
  }

  /// No more of it than an image is shown with: it is written as often as there are images.
  private static @Nullable String part(Value.Mapping mapping, String key) {
    var text = mapping.text(key);
    return text == null || text.length() <= ImageUse.IMAGE_BYTES
        ? text
        : text.substring(0, ImageUse.IMAGE_BYTES);
  }

  /// An image without its tag and its digest.
  static String bare(String image) {
    return image.substring(0, end(image));
  }

  private static int end(String image) {
    int at = image.indexOf('@');
    int before = at < 0 ? image.length() : at;
    int slash = image.lastIndexOf('/', before - 1);
    int colon = image.indexOf(':', slash + 1);
    return colon < 0 || colon > before ? before : colon;
  }

  /// @param image one of its name
  String apply(String image) {
    int end = end(image);
    var to = newName == null || newName.isBlank() ? image.substring(0, end) : newName;
    if (digest != null && !digest.isBlank()) {
      return to + (newTag == null ? "" : ":" + newTag) + "@" + digest;
    }
    return newTag == null || newTag.isBlank() ? to + image.substring(end) : to + ":" + newTag;
  }
}
