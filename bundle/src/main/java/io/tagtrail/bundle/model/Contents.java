package io.tagtrail.bundle.model;

import java.util.List;
import java.util.SortedMap;

/// What is inside of a bundle.
///
/// @param problems files that could not be looked into, and why; bounded
public record Contents(
    BundleKind kind,
    SortedMap<String, BundleFile> files,
    List<KubeObject> objects,
    List<ImageUse> images,
    List<String> problems) {
  public Contents {
    objects = List.copyOf(objects);
    images = List.copyOf(images);
    problems = List.copyOf(problems);
  }
}
