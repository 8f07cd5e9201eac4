package io.tagtrail.server.signatures;

import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Repository;
import java.util.Optional;

/// The small blobs of a registry: `OciRegistry::blob`. No other question needs them, so they are
/// not part of the port.
@FunctionalInterface
public interface Blobs {
  /// A blob, its bytes checked against the descriptor; empty where it is not there.
  ///
  /// @param most bytes that it may have
  /// @throws io.tagtrail.core.registry.RegistryException where the registry does not answer, or
  ///   lies
  Optional<byte[]> blob(Repository repository, Descriptor blob, int most);
}
