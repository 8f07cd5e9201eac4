package io.tagtrail.core.registry;

import io.tagtrail.core.model.Digest;
import java.util.List;

/// What of a bundle's tree (index, children, configs, layers) is at a repository.
public sealed interface Presence {
  /// All of it.
  ///
  /// @param parts how many manifests and blobs were looked at
  /// @param bytes their size together, as their descriptors give it
  record Whole(int parts, long bytes) implements Presence {}

  /// Something is missing or is not what its descriptor says.
  record Broken(List<Digest> missing, String what) implements Presence {
    public Broken {
      missing = List.copyOf(missing);
    }
  }

  /// The registry did not answer for all of it.
  record Unknown(String why) implements Presence {}
}
