package io.tagtrail.flux.kube;

import java.util.List;
import java.util.Set;

/// What listing a kind comes to.
public sealed interface Listing {
  /// All of them, as far as there is room.
  ///
  /// @param leftOut `namespace/name` of those for which there is none, or of some of them
  /// @param version of the group, which the cluster serves
  /// @param resourceVersion from where a watch goes on
  record Objects(
      String version, List<KubeObject> objects, Set<String> leftOut, String resourceVersion)
      implements Listing {
    public Objects {
      objects = List.copyOf(objects);
      leftOut = Set.copyOf(leftOut);
    }
  }

  /// The cluster does not know the kind: Flux, or this part of it, is not installed.
  record Missing(String why) implements Listing {}

  /// Whoever asks may not read it.
  record Forbidden(String why) implements Listing {}
}
