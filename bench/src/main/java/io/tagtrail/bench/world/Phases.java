package io.tagtrail.bench.world;

import io.tagtrail.bench.measure.Report;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a server's metrics say of where the time of moves went.
///
/// @param seconds all of it by phase
/// @param times how often by phase
public record Phases(Map<String, Double> seconds, Map<String, Double> times) {
  private static final Pattern LINE =
      Pattern.compile(
          "tagtrail_move_phase_seconds_(sum|count)\\{phase=\"([a-z_]+)\"\\} ([0-9.eE+-]+)");

  public static Phases of(ApiClient client) throws IOException, InterruptedException {
    var phases = new Phases(new TreeMap<>(), new TreeMap<>());
    var matcher = LINE.matcher(client.get("/metrics"));
    while (matcher.find()) {
      var map = matcher.group(1).equals("sum") ? phases.seconds : phases.times;
      map.put(matcher.group(2), Double.parseDouble(matcher.group(3)));
    }
    return phases;
  }

  /// The means since then, the longest first.
  public String since(Phases before) {
    Map<String, Double> means = new TreeMap<>();
    times.forEach((phase, count) -> {
      double more = count - before.times.getOrDefault(phase, 0.0);
      if (more > 0) {
        double all = seconds.getOrDefault(phase, 0.0) - before.seconds.getOrDefault(phase, 0.0);
        means.put(phase, all / more);
      }
    });
    return means.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .map(mean -> mean.getKey() + " " + Report.ms(Math.round(mean.getValue() * 1e9)))
        .collect(Collectors.joining(", "));
  }
}
