package io.tagtrail.core.ledger;

import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;

/// Bytes that the ledger keeps under their digest: the manifest of every bundle that was live,
/// every policy.
public record Document(String mediaType, byte[] bytes) {
  public Digest digest() {
    return Digest.of(bytes);
  }

  public Descriptor descriptor() {
    return new Descriptor(mediaType, digest(), bytes.length);
  }
}
