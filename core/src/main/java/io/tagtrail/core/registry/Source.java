package io.tagtrail.core.registry;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Tag;
import org.jspecify.annotations.Nullable;

/// Where a bundle comes from.
public sealed interface Source {
  /// A tag or digest in a registry.
  record InRegistry(Reference reference) implements Source {
    @Override
    public String toString() {
      return reference.toString();
    }
  }

  /// A manifest in an OCI image layout folder: by tag (`org.opencontainers.image.ref.name`), by
  /// digest, or, with neither, the only one in its index.
  record InLayout(String folder, @Nullable Tag tag, @Nullable Digest digest) implements Source {
    @Override
    public String toString() {
      return "oci-layout:"
          + folder
          + (tag != null ? ":" + tag : "")
          + (digest != null ? "@" + digest : "");
    }
  }
}
