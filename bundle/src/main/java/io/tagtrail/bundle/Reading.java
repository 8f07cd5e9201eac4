package io.tagtrail.bundle;

import io.tagtrail.bundle.model.Contents;

/// What came of reading a bundle.
public sealed interface Reading {
  record Read(Contents contents) implements Reading {}

  /// It is not what it should be, or would cost more than it may.
  ///
  /// @param why a sentence that is safe to show
  record Unreadable(String why) implements Reading {}
}
