package io.tagtrail.server.inside;

import io.tagtrail.bundle.model.Contents;

/// What came of looking into a manifest.
public sealed interface Looked {
  record Found(Contents contents) implements Looked {}

  /// It is no bundle that Flux or Helm would read: an image, an index, something else.
  record NoBundle() implements Looked {}

  /// Nobody can say what is inside.
  ///
  /// @param away whether a registry did not answer, so that it may be known another time
  record Unreadable(String why, boolean away) implements Looked {}
}
