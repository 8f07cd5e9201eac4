package io.tagtrail.core.promotion;

import io.tagtrail.core.event.Change;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.policy.Tenure;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request after the question "which bundle?" is answered, and before anything is decided.
///
/// @param state the alias as the decision is to be taken over it
/// @param current what the tag resolves to at `location`; null where it is not there
/// @param manifest the bundle
/// @param copyFrom where it has to be copied from; null where it is at the location's repository
///   already
/// @param back the tenure that a rollback goes back to
/// @param claimedBefore what a first adopter says was live before: the chain begins with it
record Preparation(
    AliasState state,
    EventKind kind,
    Location location,
    @Nullable Descriptor current,
    Manifest manifest,
    @Nullable Source copyFrom,
    Facts facts,
    @Nullable Tenure back,
    @Nullable Manifest claimedBefore) {
  Preparation {
    if (claimedBefore != null && (kind != EventKind.ADOPTION || state.observed() != null)) {
      throw new IllegalArgumentException("only a first adoption says what was before it");
    }
  }

  Descriptor bundle() {
    return manifest.descriptor();
  }

  /// What will change, under the sequence that comes next.
  Change change() {
    var governed = state.governed();
    boolean rollback = kind == EventKind.ROLLBACK;
    return new Change(
        state.lastSequence() + 1,
        location,
        bundle(),
        claimedBefore == null ? state.observedDigest() : claimedBefore.digest(),
        rollback && back != null ? back.sequence() : null,
        rollback && governed != null && takesBack() ? governed.sequence() : null,
        null,
        claimedBefore == null ? null : Change.Note.CLAIMED_BEFORE_ADOPTION);
  }

  /// Manifests that the ledger is to keep besides the bundle's own.
  List<Document> alsoKept() {
    return claimedBefore == null
        ? List.of()
        : List.of(new Document(claimedBefore.descriptor().mediaType(), claimedBefore.bytes()));
  }

  /// A rollback takes the governed bundle back, unless it only brings it back after an outside
  /// move, or somebody took it back already by a keep-tag.
  private boolean takesBack() {
    boolean takenBack = state.recognised() && state.movedOutside();
    return !takenBack && !bundle().digest().equals(state.governedDigest());
  }
}
