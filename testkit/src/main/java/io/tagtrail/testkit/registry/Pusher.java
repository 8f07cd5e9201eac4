package io.tagtrail.testkit.registry;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.registry.Manifest;
import java.util.Optional;

/// Puts content into a registry round the code under test, and looks at what is there.
public interface Pusher {
  void blob(Repository repository, byte[] bytes);

  /// @param reference a tag or a digest
  void manifest(Repository repository, String reference, Manifest manifest);

  /// What is served for a tag or digest; empty where it is not there.
  Optional<Manifest> get(Repository repository, String reference);

  boolean hasBlob(Repository repository, Digest digest);

  /// Deletes a blob; false where the registry cannot.
  boolean removeBlob(Repository repository, Digest digest);

  /// Pushes all of a bundle, children first, and its manifest by digest.
  default void push(Repository repository, Bundle bundle) {
    bundle.children().forEach(child -> push(repository, child));
    bundle.blobs().forEach(blob -> blob(repository, blob.bytes()));
    manifest(repository, bundle.digest().toString(), bundle.manifest());
  }

  default void push(Repository repository, Tag tag, Bundle bundle) {
    push(repository, bundle);
    manifest(repository, tag.value(), bundle.manifest());
  }
}
