package io.tagtrail.server.rights;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.promotion.Powers;
import io.tagtrail.server.Ask;
import io.tagtrail.server.identity.Identity;

/// What somebody asks, with what is verified about them in the place of what they typed.
final class Asked {
  private Asked() {}

  /// The request as it counts: mover, person and run are the token's. What is typed about a run
  /// counts only where the token says nothing of one, and is then a claim; what is typed about a
  /// builder always is.
  static Ask of(Ask ask, Identity identity, Powers powers) {
    return new Ask(
        ask.request(),
        identity.mover(),
        identity.person(),
        identity.pipeline().status() == FactStatus.VERIFIED
            ? identity.pipeline()
            : claimed(ask.pipeline()),
        claimed(ask.builder()),
        ask.release(),
        ask.reason(),
        ask.expect(),
        ask.idempotencyKey(),
        ask.dryRun(),
        powers);
  }

  /// The same identity, without what its token is limited to.
  static Identity unscoped(Identity identity) {
    return new Identity(
        identity.kind(),
        identity.mover(),
        identity.person(),
        identity.linked(),
        identity.groups(),
        identity.claims(),
        identity.pipeline(),
        identity.source(),
        null,
        identity.id(),
        identity.expires());
  }

  private static Facts.Pipeline claimed(Facts.Pipeline typed) {
    return typed.status() == FactStatus.MISSING
        ? Facts.Pipeline.MISSING
        : new Facts.Pipeline(
            FactStatus.CLAIMED,
            typed.provider(),
            typed.name(),
            typed.id(),
            typed.attempt(),
            typed.number(),
            typed.url());
  }

  private static Facts.Builder claimed(Facts.Builder typed) {
    return typed.status() == FactStatus.MISSING
        ? Facts.Builder.MISSING
        : new Facts.Builder(FactStatus.CLAIMED, typed.id());
  }
}
