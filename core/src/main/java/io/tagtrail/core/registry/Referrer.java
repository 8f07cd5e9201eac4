package io.tagtrail.core.registry;

import java.util.Map;

/// Something small to attach to a bundle: one layer under an artifact type.
///
/// @param artifactType the type of the artifact and of its only layer
/// @param content the bytes of the layer
/// @param annotations what stands on the referrer's own manifest; no personal data
public record Referrer(String artifactType, byte[] content, Map<String, String> annotations) {
  public Referrer {
    annotations = Map.copyOf(annotations);
  }
}
