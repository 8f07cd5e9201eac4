package io.tagtrail.server.wire;

import io.tagtrail.core.event.Codec;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.registry.Manifest;
import java.util.Base64;

/// The JSON form of a manifest: its descriptor, and its exact bytes in base64.
final class ManifestTree {
  private ManifestTree() {}

  static Json.Obj of(Manifest manifest) {
    return new ObjectBuilder()
        .put("descriptor", Codec.descriptor(manifest.descriptor()))
        .put("content", Base64.getEncoder().encodeToString(manifest.bytes()))
        .build();
  }

  /// @throws JsonException if the bytes are not those of the digest
  static Manifest read(ObjectView view) {
    try {
      return new Manifest(
          Codec.descriptor(view.needObject("descriptor")),
          Base64.getDecoder().decode(view.needText("content")));
    } catch (IllegalArgumentException e) {
      throw new JsonException("the manifest is not what its digest says: " + e.getMessage(), e);
    }
  }
}
