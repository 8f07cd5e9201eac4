package io.tagtrail.flux.receiver;

/// What came of a call.
public sealed interface Answered {
  /// It was taken: any 2xx.
  record Taken(int status) implements Answered {}

  /// It was not; calling again may or may not help.
  ///
  /// @param why which receiver, what it answered, what that means and what to do
  record Refused(int status, String why) implements Answered {}

  /// Nobody answered in time, or at all.
  record Away(String why) implements Answered {}
}
