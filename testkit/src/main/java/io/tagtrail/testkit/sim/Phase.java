package io.tagtrail.testkit.sim;

import io.tagtrail.core.promotion.Step;

/// Where a process is: the last step that it reached, or what it does besides moving.
enum Phase {
  STARTED,
  OBSERVED,
  RESOLVED,
  COPIED,
  CHECKED,
  AUTHORISED,
  KEPT,
  SIGNED,
  COMPARED,
  WRITTEN,
  READ_BACK,
  COMMITTED,
  ATTACHED,
  LOOKING,
  SETTLING,
  STOPPING,
  DELIVERING;

  static Phase of(Step step) {
    return valueOf(step.name());
  }

  /// Whether an authorised move of this process has no outcome yet.
  boolean writes() {
    return compareTo(AUTHORISED) >= 0 && compareTo(READ_BACK) <= 0;
  }
}
