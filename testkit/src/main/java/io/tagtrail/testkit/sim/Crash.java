package io.tagtrail.testkit.sim;

/// Unwinds a process that died. An error, so that nothing in the path takes it for an answer.
final class Crash extends Error {
  Crash() {
    super("this process is dead", null, false, false);
  }
}
