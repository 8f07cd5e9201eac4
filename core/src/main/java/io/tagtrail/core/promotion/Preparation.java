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
/// @param above the highest sequence that another ledger used, where the alias is taken over from
///   it; null where it is not
record Preparation(
    AliasState state,
    EventKind kind,
    Location location,
    @Nullable Descriptor current,
    Manifest manifest,
    @Nullable Source copyFrom,
    Facts facts,
    @Nullable Tenure back,
    @Nullable Manifest claimedBefore,
    @Nullable Long above) {
  Preparation(
      AliasState state,
      EventKind kind,
      Location location,
      @Nullable Descriptor current,
      Manifest manifest,
      @Nullable Source copyFrom,
      Facts facts,
      @Nullable Tenure back,
      @Nullable Manifest claimedBefore) {
    this(state, kind, location, current, manifest, copyFrom, facts, back, claimedBefore, null);
  }

  Preparation {
    if (claimedBefore != null && (kind != EventKind.ADOPTION || state.observed() != null)) {
      throw new IllegalArgumentException("only a first adoption says what was before it");
    }
  }

  Descriptor bundle() {
    return manifest.descriptor();
  }

  /// The sequence that comes next: none that another ledger used is used again, because its
  /// keep-tag is.
  private long nextSequence() {
    return Math.max(state.lastSequence(), above == null ? 0 : above) + 1;
  }

  /// What will change, under the sequence that comes next.
  Change change() {
    var governed = state.governed();
    boolean rollback = kind == EventKind.ROLLBACK;
    return new Change(
        nextSequence(),
        location,
        bundle(),
        claimedBefore == null ? state.observedDigest() : claimedBefore.digest(),
        rollback && back != null ? back.sequence() : null,
        rollback && governed != null && takesBack() ? governed.sequence() : null,
        null,
        note());
  }

  private Change.@Nullable Note note() {
    if (above != null) {
      return Change.Note.TAKEN_OVER;
    }
    return claimedBefore == null ? null : Change.Note.CLAIMED_BEFORE_ADOPTION;
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
