package io.tagtrail.server;

import io.tagtrail.core.model.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What making this process's policy the active one would change.
///
/// @param active the digest of the ledger's active policy; null where it has none yet
/// @param next the digest of this process's
/// @param loosened what would be let through that was not, in sentences
/// @param tightened what would be asked that was not
/// @param lostTargets the bundles that could not be rolled back to any more
public record PolicyPreview(
    @Nullable Digest active,
    Digest next,
    List<String> loosened,
    List<String> tightened,
    List<String> lostTargets) {
  public PolicyPreview {
    loosened = List.copyOf(loosened);
    tightened = List.copyOf(tightened);
    lostTargets = List.copyOf(lostTargets);
  }

  /// Whether it is the active one already.
  public boolean isActive() {
    return next.equals(active);
  }
}
