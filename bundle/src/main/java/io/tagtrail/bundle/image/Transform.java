package io.tagtrail.bundle.image;

import io.tagtrail.bundle.yaml.Value;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One entry of `images:` in a kustomization: images of this name get another name, tag or digest.
///
/// Semantics: kustomize's `ImageTagTransformer` (a new tag drops the digest, a new digest the tag).
record Transform(
    String name, @Nullable String newName, @Nullable String newTag, @Nullable String digest) {
  static List<Transform> of(Value.Mapping kustomization) {
    return kustomization.items("images").stream()
        .map(item -> item instanceof Value.Mapping mapping ? one(mapping) : null)
        .filter(Objects::nonNull)
        .toList();
  }

  private static @Nullable Transform one(Value.Mapping mapping) {
    var name = mapping.text("name");
    return name == null
        ? null
        : new Transform(
            name, mapping.text("newName"), mapping.text("newTag"), mapping.text("digest"));
  }

  String apply(String image) {
    int at = image.indexOf('@');
    var before = at < 0 ? image : image.substring(0, at);
    int colon = before.indexOf(':', before.lastIndexOf('/') + 1);
    var bare = colon < 0 ? before : before.substring(0, colon);
    if (!bare.equals(name)) {
      return image;
    }
    var to = newName == null || newName.isBlank() ? bare : newName;
    if (digest != null && !digest.isBlank()) {
      return to + (newTag == null ? "" : ":" + newTag) + "@" + digest;
    }
    return newTag == null || newTag.isBlank()
        ? to + image.substring(bare.length())
        : to + ":" + newTag;
  }
}
