package io.tagtrail.bench.measure;

import java.util.LinkedHashMap;
import java.util.Map;

/// Whole processes, measured in turn, A B A B.
///
/// @param wall durations
/// @param cpu processor time, which other people's work disturbs less
public record Costs(Samples wall, Samples cpu) {
  /// Runs one process.
  @FunctionalInterface
  public interface Run {
    Cost once() throws Exception;
  }

  /// @param warm rounds that are not counted: they fill the file cache
  public static Map<String, Costs> rounds(Map<String, Run> runs, int warm, int rounds)
      throws Exception {
    Map<String, Costs> all = new LinkedHashMap<>();
    for (int round = -warm; round < rounds; round++) {
      for (var run : runs.entrySet()) {
        var cost = run.getValue().once();
        if (round >= 0) {
          var costs =
              all.computeIfAbsent(run.getKey(), key -> new Costs(new Samples(), new Samples()));
          costs.wall.add(cost.wall());
          costs.cpu.add(cost.cpu());
        }
      }
    }
    return all;
  }
}
