package io.tagtrail.core.policy;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.ApplicationState;
import io.tagtrail.core.ledger.PolicyState;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.registry.Manifest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A bundle that is to become an alias's current one, and what the ledger says at the moment of
/// deciding.
///
/// @param kind what the move would be
/// @param place the repository where the bundle is now; null where it is in no registry yet
/// @param forward whether it is a forward move: admission is asked of those alone
/// @param facts what is known of the bundle and of who asks
/// @param person the name of the person who asks
/// @param account who stands behind whoever asks, by an id that stays when names change; null where
///   nobody is known
/// @param reason why they ask
public record Candidate(
    AliasState state,
    ApplicationState application,
    PolicyState policy,
    EventKind kind,
    Manifest manifest,
    @Nullable Repository place,
    boolean forward,
    Facts facts,
    @Nullable String person,
    @Nullable String account,
    @Nullable String reason,
    Instant now) {
  public Descriptor bundle() {
    return manifest.descriptor();
  }

  /// The same after it was copied, at a later time.
  public Candidate at(Repository newPlace, Instant later) {
    return new Candidate(
        state,
        application,
        policy,
        kind,
        manifest,
        newPlace,
        forward,
        facts,
        person,
        account,
        reason,
        later);
  }
}
