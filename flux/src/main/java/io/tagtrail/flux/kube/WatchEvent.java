package io.tagtrail.flux.kube;

/// One line of a watch.
sealed interface WatchEvent {
  record Set(KubeObject object) implements WatchEvent {}

  record Removed(KubeObject object) implements WatchEvent {}

  /// Nothing changed, up to here.
  record Bookmark(String resourceVersion) implements WatchEvent {}

  /// The cluster ends the watch and says why.
  record Failed(int code, String reason) implements WatchEvent {
    /// Whether the place to go on from is gone, so that it must be listed again.
    boolean isGone() {
      return code == 410;
    }
  }
}
