package io.tagtrail.server.sentinel;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import org.jspecify.annotations.Nullable;

/// When an alias is to be looked at next, and what was seen last. The fields are the sentinel's
/// lock's, but for what one look has to itself while it is under way.
final class Slot {
  final Alias alias;
  final String registry;

  /// When the next look is due, by the clock that only goes forward.
  long due;

  /// Whether a look is under way, and whether a hint came meanwhile.
  boolean looking;

  boolean hinted;

  /// How often in a row its repository refused to be looked at.
  int denied;

  /// What was seen that differs from the ledger, before anybody calls it a move.
  @Nullable Digest suspect;

  boolean suspicious;

  /// What was said of the alias last, so that it is not said with each look.
  @Nullable String said;

  /// What was answered, and when it may be tried again.
  @Nullable String answered;

  long answerAfter;

  /// When the marker is looked at next.
  long markerDue;

  volatile Look look;

  Slot(Alias alias, String registry, long due) {
    this.alias = alias;
    this.registry = registry;
    this.due = due;
    this.look = new Look(alias, null, Look.Result.NOT_YET, null);
  }
}
