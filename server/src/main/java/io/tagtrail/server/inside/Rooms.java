package io.tagtrail.server.inside;

import io.tagtrail.bundle.bound.Limits;

/// The room in memory for what is inside of bundles, in all of a process: half of its heap,
/// whatever that is. One for comparisons and one for moves, so that no move waits for a comparison;
/// where the heap has room for two bundles alone, they share it.
///
/// @param comparisons for those who hold two bundles at once
/// @param moves for moves and those who look at rollback targets, who hold one
record Rooms(Room comparisons, Room moves) {
  /// What a comparison holds.
  static final int PAIR = 2;

  /// More than these read at once only slow one another down.
  private static final int MOST = 8;

  static final Rooms OF_PROCESS = of(Runtime.getRuntime().maxMemory(), Limits.USUAL);

  static Rooms of(long heap, Limits limits) {
    int bundles = Math.clamp(heap / 2 / limits.memory(), PAIR, MOST);
    var comparisons = new Room(PAIR);
    return new Rooms(comparisons, bundles > PAIR ? new Room(bundles - PAIR) : comparisons);
  }
}
