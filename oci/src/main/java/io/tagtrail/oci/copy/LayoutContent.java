package io.tagtrail.oci.copy;

import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.registry.Manifest;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An OCI image layout as the source of a copy.
record LayoutContent(OciLayout layout) implements Content {
  @Override
  public @Nullable Repository repository() {
    return null;
  }

  @Override
  public Optional<Manifest> manifest(Descriptor descriptor) {
    return layout.manifest(descriptor);
  }

  @Override
  public Optional<Manifest> tagged(Tag tag) {
    return layout.resolve(tag, null);
  }

  @Override
  public List<Descriptor> referrers(Digest subject) {
    return layout.referrers(subject);
  }

  @Override
  public InputStream open(Descriptor blob) {
    return layout.open(blob);
  }
}
