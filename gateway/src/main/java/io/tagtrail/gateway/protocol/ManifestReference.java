package io.tagtrail.gateway.protocol;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Tag;

/// What a manifest is asked for by.
public sealed interface ManifestReference {
  record ByTag(Tag tag) implements ManifestReference {
    @Override
    public String toString() {
      return tag.value();
    }
  }

  record ByDigest(Digest digest) implements ManifestReference {
    @Override
    public String toString() {
      return digest.toString();
    }
  }
}
