package io.tagtrail.testkit.registry;

import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;

/// A config or a layer: what stands in a manifest's list, with its bytes.
public record Blob(String mediaType, byte[] bytes) {
  public Digest digest() {
    return Digest.of(bytes);
  }

  public Descriptor descriptor() {
    return new Descriptor(mediaType, digest(), bytes.length);
  }
}
