package io.tagtrail.core.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A task of the outbox.
///
/// @param index the entry that it is about
/// @param attempts how often it was tried in vain
/// @param due when it is to be tried (again)
/// @param done when it succeeded; null while it is pending
/// @param problem what the last attempt said
public record Outgoing(
    long index,
    TaskKind kind,
    int attempts,
    Instant due,
    @Nullable Instant done,
    @Nullable String problem) {}
