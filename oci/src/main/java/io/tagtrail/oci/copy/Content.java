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

/// What a copy reads from: a repository or a layout. Manifests come checked, blobs do not.
interface Content {
  /// The repository that this is; null for a layout.
  @Nullable Repository repository();

  Optional<Manifest> manifest(Descriptor descriptor);

  Optional<Manifest> tagged(Tag tag);

  /// What names this digest as its subject.
  List<Descriptor> referrers(Digest subject);

  /// The bytes of a blob, from its start.
  ///
  /// @throws io.tagtrail.core.registry.RegistryException if it is not there
  InputStream open(Descriptor blob);
}
