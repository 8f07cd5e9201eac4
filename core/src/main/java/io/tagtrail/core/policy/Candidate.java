package io.tagtrail.core.policy;

import io.tagtrail.core.event.Facts;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.ApplicationState;
import io.tagtrail.core.ledger.PolicyState;
import io.tagtrail.core.model.Descriptor;
import java.time.Instant;

/// A bundle that is to become an alias's current one, and what the ledger says at the moment of
/// deciding.
///
/// @param forward whether it is a forward move: admission is asked of those alone
/// @param facts what is known of the bundle and of who asks
public record Candidate(
    AliasState state,
    ApplicationState application,
    PolicyState policy,
    Descriptor bundle,
    boolean forward,
    Facts facts,
    Instant now) {}
