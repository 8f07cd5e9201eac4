package io.tagtrail.bundle.model;

import io.tagtrail.core.model.Digest;

/// A file of a bundle, by its path in it.
public record BundleFile(String path, byte[] bytes, Digest digest) {
  public static BundleFile of(String path, byte[] bytes) {
    return new BundleFile(path, bytes, Digest.of(bytes));
  }
}
