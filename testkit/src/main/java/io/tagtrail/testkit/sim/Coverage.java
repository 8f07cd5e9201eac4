package io.tagtrail.testkit.sim;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// Counts every pair of a step and a fault, over all schedules.
final class Coverage {
  private final Map<Phase, Map<Fault, Long>> counts = new EnumMap<>(Phase.class);
  private long schedules;

  void count(Phase phase, Fault fault) {
    add(phase, fault, 1);
  }

  private void add(Phase phase, Fault fault, long more) {
    counts.computeIfAbsent(phase, p -> new EnumMap<>(Fault.class)).merge(fault, more, Long::sum);
  }

  void schedule() {
    schedules++;
  }

  long of(Phase phase, Fault fault) {
    return counts.getOrDefault(phase, Map.of()).getOrDefault(fault, 0L);
  }

  long schedules() {
    return schedules;
  }

  synchronized void add(Coverage other) {
    schedules += other.schedules;
    other.counts.forEach(
        (phase, faults) -> faults.forEach((fault, count) -> add(phase, fault, count)));
  }

  /// The table, faults down, steps across.
  String table() {
    var out = new StringBuilder("fault \\ after step");
    out.repeat(' ', 26 - out.length());
    for (var phase : Phase.values()) {
      var name = phase.name().toLowerCase(Locale.ROOT);
      out.append(" %10s".formatted(name.length() > 10 ? name.substring(0, 10) : name));
    }
    out.append('\n');
    for (var fault : Fault.values()) {
      out.append("%-26s".formatted(fault.label()));
      for (var phase : Phase.values()) {
        out.append(" %10d".formatted(of(phase, fault)));
      }
      out.append('\n');
    }
    return out.toString();
  }
}
