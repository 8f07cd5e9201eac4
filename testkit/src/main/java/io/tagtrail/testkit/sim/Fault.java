package io.tagtrail.testkit.sim;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// What can go wrong at a call of a port.
enum Fault {
  /// Another process runs from here on.
  SWITCH,
  /// The process dies; nothing of it runs any more.
  CRASH,
  /// The process stands still for longer than its deadline; both clocks go on.
  FREEZE,
  /// The machine sleeps: the wall clock goes on, the clock that never jumps stood still.
  SUSPEND,
  /// The process stands still, and its wall clock is set back meanwhile.
  WALL_BACK,
  /// The wall clock of the process jumps ahead.
  WALL_AHEAD,
  /// Somebody moves the tag round Tagtrail.
  OUTSIDE_MOVE,
  OUTSIDE_DELETE,
  /// Somebody uses a keep-tag while Tagtrail is away.
  OUTSIDE_KEEP_TAG,
  /// Somebody moves the tag away and back.
  A_B_A,
  /// A layer of a bundle is lost at its repository.
  LAYER_LOST,
  READ_FAILS,
  /// The registry answers with what the tag was a moment ago.
  STALE_READ,
  /// The registry refuses a write, and says so.
  PUT_REFUSED,
  /// A write is lost, and the client is told that nobody knows.
  PUT_LOST,
  /// A write is carried out, and the client is told that nobody knows.
  PUT_DONE_REPORTED_FAILED,
  /// A write lands within the settle time, after the client gave up.
  PUT_LATE,
  /// A write lands long after the settle time.
  PUT_VERY_LATE,
  /// A write lands twice.
  PUT_TWICE,
  /// The process is frozen in the moment between its last look and the sending: the race that
  /// remains.
  PUT_SENT_LATE,
  APPEND_LOST,
  APPEND_DONE_REPORTED_FAILED,
  REFERRER_LOST;

  static final Set<Fault> ANYWHERE = EnumSet.range(CRASH, LAYER_LOST);

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
