package io.tagtrail.server;

import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.model.Digest;
import org.jspecify.annotations.Nullable;

/// Who asks, and what they say with it: the same for every verb that changes something.
///
/// @param request the request's id, unique; it stands in logs and in the event
/// @param mover who asks, as an entry may hold it
/// @param person the person's name, for the side record; null for a workload
/// @param pipeline the run that asks
/// @param builder who built the bundle
/// @param release a label for people
/// @param reason why
/// @param expect the digest that the asker saw when it started
/// @param idempotencyKey a key of the asker's own
/// @param dryRun decides everything, changes nothing
public record Ask(
    String request,
    Mover mover,
    @Nullable String person,
    Facts.Pipeline pipeline,
    Facts.Builder builder,
    @Nullable String release,
    @Nullable String reason,
    @Nullable Digest expect,
    @Nullable String idempotencyKey,
    boolean dryRun) {}
