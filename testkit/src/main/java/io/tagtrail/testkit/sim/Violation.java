package io.tagtrail.testkit.sim;

/// Something that must always hold did not.
final class Violation extends AssertionError {
  Violation(String what) {
    super(what);
  }
}
