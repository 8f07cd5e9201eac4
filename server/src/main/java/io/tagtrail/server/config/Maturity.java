package io.tagtrail.server.config;

import io.tagtrail.core.model.InvalidValueException;

/// How safe a team says that an alias is.
public enum Maturity {
  /// A tag that anybody moves.
  L1,
  /// Recorded: a shared ledger, adopted, outside moves seen.
  L2,
  /// Governed: only one identity can move the tag.
  L3,
  /// Proven: signed records that Flux verifies.
  L4;

  public static Maturity parse(String text) {
    for (var level : values()) {
      if (level.name().equals(text)) {
        return level;
      }
    }
    throw new InvalidValueException("must be L1, L2, L3 or L4");
  }
}
