package io.tagtrail.server.retention;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A bundle that an alias needs to keep: the one that is live, or one to go back to.
///
/// @param sequences under which it was live here, newest first: each has a keep-tag
/// @param until when it stopped being live; null while it is
/// @param windowEnd until when it can be gone back to; null while it is live
/// @param newer how many other bundles were live here since
/// @param keep how many there may be before it is no target any more
public record Target(
    Alias alias,
    Location location,
    Digest digest,
    boolean index,
    List<Kept> sequences,
    @Nullable Instant until,
    @Nullable Instant windowEnd,
    int newer,
    int keep) {
  public Target {
    sequences = List.copyOf(sequences);
  }

  /// A keep-tag, and when it was put.
  public record Kept(long sequence, Instant put) {}

  public boolean live() {
    return until == null;
  }

  /// The newest of its sequences.
  public long sequence() {
    return sequences.isEmpty() ? 0 : sequences.getFirst().sequence();
  }
}
