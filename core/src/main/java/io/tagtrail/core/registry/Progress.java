package io.tagtrail.core.registry;

/// Told of work that can last: a copy, a presence check. Called from any thread, often.
@FunctionalInterface
public interface Progress {
  Progress SILENT = (what, done, total) -> {};

  /// @param what what is being done, for people: "copying"
  /// @param done bytes (or parts) done
  /// @param total bytes (or parts) known of so far
  void at(String what, long done, long total);
}
