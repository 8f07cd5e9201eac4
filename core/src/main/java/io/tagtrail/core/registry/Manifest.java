package io.tagtrail.core.registry;

import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;

/// A manifest or index as the registry served it: its exact bytes, and the media type that it was
/// served as. Bytes are never parsed and written again: that would change the digest.
public record Manifest(Descriptor descriptor, byte[] bytes) {
  public Manifest {
    if (bytes.length != descriptor.size() || !descriptor.digest().matches(bytes)) {
      throw new IllegalArgumentException("the bytes are not those of " + descriptor.digest());
    }
  }

  public static Manifest of(String mediaType, byte[] bytes) {
    return new Manifest(new Descriptor(mediaType, Digest.of(bytes), bytes.length), bytes);
  }

  public Digest digest() {
    return descriptor.digest();
  }
}
