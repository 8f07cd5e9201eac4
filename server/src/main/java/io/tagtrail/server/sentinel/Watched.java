package io.tagtrail.server.sentinel;

import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the ledger says of an alias, as far as a look at its tag needs it.
///
/// @param version the alias's newest entry
/// @param observed what the tag has to be; null where it was deleted
/// @param unfinished whether a move is under way: settling looks then
/// @param outside whether it is moved outside, as is on record
/// @param recognised whether somebody went back by a keep-tag
record Watched(
    Alias alias,
    Location location,
    long version,
    @Nullable Digest observed,
    boolean unfinished,
    boolean outside,
    boolean recognised) {
  /// Empty where the alias is not governed.
  static Optional<Watched> of(AliasState state) {
    var location = state.location();
    if (location == null || !state.isGoverned()) {
      return Optional.empty();
    }
    return Optional.of(
        new Watched(
            state.alias(),
            location,
            state.version(),
            state.observedDigest(),
            state.intent() != null,
            state.movedOutside(),
            state.recognised()));
  }

  boolean agrees(Optional<Digest> seen) {
    return Objects.equals(observed, seen.orElse(null));
  }
}
