package io.tagtrail.testkit.registry;

import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.registry.Manifest;
import java.util.List;

/// A whole artifact in memory: its manifest or index, its blobs, and the bundles that an index
/// names.
public record Bundle(Manifest manifest, List<Blob> blobs, List<Bundle> children) {
  public Bundle {
    blobs = List.copyOf(blobs);
    children = List.copyOf(children);
  }

  public Digest digest() {
    return manifest.digest();
  }

  public Descriptor descriptor() {
    return manifest.descriptor();
  }

  /// The same artifact in other bytes: white space that no tool would write, so that whoever parses
  /// and writes it again changes the digest.
  public Bundle oddlySpaced() {
    var text = new String(manifest.bytes(), java.nio.charset.StandardCharsets.UTF_8);
    var odd = "\n{ \t" + text.substring(1, text.length() - 1) + "\r\n  }\n\n";
    var bytes = odd.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return new Bundle(Manifest.of(descriptor().mediaType(), bytes), blobs, children);
  }

  /// How many manifests and different blobs it has in all.
  public int parts() {
    var seen = new java.util.HashSet<Digest>();
    collect(seen);
    return seen.size();
  }

  private void collect(java.util.Set<Digest> seen) {
    seen.add(digest());
    blobs.forEach(blob -> seen.add(blob.digest()));
    children.forEach(child -> child.collect(seen));
  }
}
