package io.tagtrail.server;

import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.promotion.Powers;
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
/// @param powers what the asker may do beyond that; its overrides are those that the asker names,
///   until somebody who knows the asker has looked at them
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
    boolean dryRun,
    Powers powers) {
  /// Somebody whom nobody checks, over a local ledger.
  public Ask(
      String request,
      Mover mover,
      @Nullable String person,
      Facts.Pipeline pipeline,
      Facts.Builder builder,
      @Nullable String release,
      @Nullable String reason,
      @Nullable Digest expect,
      @Nullable String idempotencyKey,
      boolean dryRun) {
    this(
        request,
        mover,
        person,
        pipeline,
        builder,
        release,
        reason,
        expect,
        idempotencyKey,
        dryRun,
        Powers.LOCAL);
  }

  /// A request that says nothing but who asks.
  public static Ask of(String request, Mover mover, @Nullable String person) {
    return new Ask(
        request,
        mover,
        person,
        Facts.Pipeline.MISSING,
        Facts.Builder.MISSING,
        null,
        null,
        null,
        null,
        false);
  }

  public Ask with(Powers newPowers) {
    return new Ask(
        request,
        mover,
        person,
        pipeline,
        builder,
        release,
        reason,
        expect,
        idempotencyKey,
        dryRun,
        newPowers);
  }

  /// The same request of somebody else, by another run.
  public Ask by(Mover newMover, @Nullable String newPerson, Facts.Pipeline newPipeline) {
    return new Ask(
        request,
        newMover,
        newPerson,
        newPipeline,
        builder,
        release,
        reason,
        expect,
        idempotencyKey,
        dryRun,
        powers);
  }
}
