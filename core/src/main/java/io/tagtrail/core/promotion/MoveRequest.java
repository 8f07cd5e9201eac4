package io.tagtrail.core.promotion;

import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Text;
import org.jspecify.annotations.Nullable;

/// One request to move an alias.
///
/// @param location where configuration says that the alias's tag is
/// @param id names the request in logs and in the event
/// @param mover who asks, as the entry may hold it
/// @param person the name of the person who asks, which goes into the side record; null for a
///   workload
/// @param pipeline the run that asks
/// @param builder who built the bundle, where the asker says so
/// @param release a label for people, which wins over the bundle's own
/// @param reason why; a rollback and an override need it
/// @param expect the digest that the asker saw; any other now makes the request stale
/// @param idempotencyKey a key that the asker chose; with null and a pipeline id one is implied
/// @param dryRun decides everything and changes nothing
/// @param powers what the asker may do beyond moving forward and back
public record MoveRequest(
    Alias alias,
    Aim aim,
    Location location,
    String id,
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
  public MoveRequest {
    Text.bounded("the request id", id, Event.REQUEST_BYTES);
    if (person != null) {
      Text.bounded("the mover's name", person, SideRecord.VALUE_BYTES);
    }
    if (release != null) {
      Text.bounded("the release label", release, Facts.RELEASE_BYTES);
    }
    if (reason != null) {
      Text.bounded("the reason", reason, SideRecord.VALUE_BYTES);
    }
    if (idempotencyKey != null) {
      Text.bounded("the idempotency key", idempotencyKey, 256);
    }
    if (reason == null && (aim instanceof Aim.RollBack || aim.allowsOlder() || aim.takesOver())) {
      throw new InvalidValueException(
          (aim.allowsOlder() ? "--allow-older" : aim.takesOver() ? "--take-over" : "a rollback")
              + " needs a --reason");
    }
    if (location.tag().isVersion() || location.tag().isKeepTag() || location.tag().isMarker()) {
      throw new InvalidValueException(
          "the tag of %s must not look like a version, a keep-tag or a marker: %s"
              .formatted(alias, location.tag()));
    }
  }

  /// A request of somebody whom nobody checked.
  public MoveRequest(
      Alias alias,
      Aim aim,
      Location location,
      String id,
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
        alias,
        aim,
        location,
        id,
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

  /// The same request with other powers.
  public MoveRequest with(Powers newPowers) {
    return new MoveRequest(
        alias,
        aim,
        location,
        id,
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

  /// The same request for another location.
  MoveRequest at(Location there) {
    return new MoveRequest(
        alias,
        aim,
        there,
        id,
        mover,
        person,
        pipeline,
        builder,
        release,
        reason,
        expect,
        idempotencyKey,
        dryRun,
        powers);
  }

  /// A request with nothing but its aim.
  public static MoveRequest of(Alias alias, Aim aim, Location location, String id) {
    return new MoveRequest(
        alias,
        aim,
        location,
        id,
        Mover.MISSING,
        null,
        Facts.Pipeline.MISSING,
        Facts.Builder.MISSING,
        null,
        aim instanceof Aim.RollBack || aim.allowsOlder() || aim.takesOver() ? "not given" : null,
        null,
        null,
        false);
  }
}
