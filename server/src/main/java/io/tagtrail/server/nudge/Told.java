package io.tagtrail.server.nudge;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Which receivers took which event already, so that trying again calls the others only. In memory
/// and bounded: what is forgotten is told again, which does no harm.
final class Told {
  private static final int MOST = 10_000;

  private final Map<Long, Set<String>> byEntry =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Set<String>> eldest) {
          return size() > MOST;
        }
      };

  synchronized boolean contains(long index, String receiver) {
    return byEntry.getOrDefault(index, Set.of()).contains(receiver);
  }

  synchronized void add(long index, String receiver) {
    byEntry.computeIfAbsent(index, _ -> new HashSet<>()).add(receiver);
  }

  synchronized void forget(long index) {
    byEntry.remove(index);
  }
}
