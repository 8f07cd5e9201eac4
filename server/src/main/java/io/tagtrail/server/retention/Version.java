package io.tagtrail.server.retention;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Repository;
import java.time.Instant;
import java.util.List;

/// A manifest in a repository, as retention rules see it: a bundle with all the tags that Tagtrail
/// knows of, or what Tagtrail attached to one, which may have none.
///
/// @param index whether it is an index, whose children have no tags of their own
/// @param pushed when it was there for certain; it may have been pushed before
/// @param used when a cluster may last have pulled it
public record Version(
    Repository repository,
    Digest digest,
    boolean index,
    List<Stamp> tags,
    Instant pushed,
    Instant used) {
  public Version {
    tags = List.copyOf(tags);
  }

  /// When the newest of its tags was put.
  Instant tagged() {
    return tags.stream().map(Stamp::put).max(Instant::compareTo).orElse(pushed);
  }

  List<String> names() {
    return tags.stream().map(Stamp::tag).toList();
  }
}
