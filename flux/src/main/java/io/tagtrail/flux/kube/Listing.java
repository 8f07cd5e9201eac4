package io.tagtrail.flux.kube;

import java.util.List;

/// What listing a kind comes to.
public sealed interface Listing {
  /// All of them.
  ///
  /// @param version of the group, which the cluster serves
  /// @param resourceVersion from where a watch goes on
  record Objects(String version, List<KubeObject> objects, String resourceVersion)
      implements Listing {
    public Objects {
      objects = List.copyOf(objects);
    }
  }

  /// The cluster does not know the kind: Flux, or this part of it, is not installed.
  record Missing(String why) implements Listing {}

  /// Whoever asks may not read it.
  record Forbidden(String why) implements Listing {}
}
