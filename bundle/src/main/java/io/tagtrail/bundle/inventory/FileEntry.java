package io.tagtrail.bundle.inventory;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Digest;
import org.jspecify.annotations.Nullable;

/// A file.
///
/// @param digest null of a file that may hold a Secret's values: who reads the ledger could try
///   passwords against it
public record FileEntry(String path, long size, @Nullable Digest digest) {
  Json toJson() {
    return new ObjectBuilder()
        .put("path", path)
        .put("size", size)
        .putText("digest", digest)
        .build();
  }

  static FileEntry fromJson(ObjectView view) {
    return new FileEntry(
        view.needText("path"), view.needNumber("size"), view.parsed("digest", Digest::parse));
  }
}
