package io.tagtrail.server;

import io.tagtrail.core.model.Text;

/// The asker is known, and has not the right that this takes. Nothing was changed.
public final class ForbiddenException extends RuntimeException {
  private final String right;
  private final String on;

  /// @param right the right that is missing: `promote`, `audit` …
  /// @param on where it is missing: an alias, or everything
  /// @param why a sentence for the asker
  public ForbiddenException(String right, String on, String why) {
    super(Text.clipped(why, 600));
    this.right = right;
    this.on = on;
  }

  public String right() {
    return right;
  }

  public String on() {
    return on;
  }
}
