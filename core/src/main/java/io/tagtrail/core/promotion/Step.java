package io.tagtrail.core.promotion;

/// The named steps of the path, in its order. Each is told when it is done: for people who wait,
/// and for tests that kill the process there.
public enum Step {
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
  ATTACHED;

  /// Told of each step.
  @FunctionalInterface
  public interface Listener {
    Listener SILENT = step -> {};

    void reached(Step step);
  }
}
