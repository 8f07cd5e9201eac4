package io.tagtrail.core.cluster;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.json.Times;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// All that one cluster says of the tags that it follows.
///
/// @param cluster its name, as configured
/// @param time when that was so, by the clock of whoever looked
/// @param problem what kept it from looking at everything
public record ClusterReport(
    String cluster, Instant time, List<SourceState> sources, @Nullable String problem) {
  public static final int MAX_SOURCES = 5_000;

  /// The largest report that is taken, as JSON.
  public static final int MAX_BYTES = 8 << 20;

  /// The most JSON values in a report that is taken: more than one of that size has that tells of
  /// sources and workloads.
  public static final int MAX_VALUES = 300_000;

  // No dot: rights name a cluster as they name an alias (`clusters/prod-eu`).
  private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

  public ClusterReport {
    name(cluster);
    time = Times.millis(time);
    sources = List.copyOf(sources);
    if (sources.size() > MAX_SOURCES) {
      throw new InvalidValueException(
          "a report has at most %d sources, not %d".formatted(MAX_SOURCES, sources.size()));
    }
    problem = problem == null ? null : Text.clipped(problem, WorkloadState.TEXT_BYTES);
  }

  /// Whether a text can name a cluster.
  ///
  /// @throws InvalidValueException if it cannot
  public static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new InvalidValueException(
          "the name of a cluster has 1 to 63 lower-case letters, digits and inner '-', not: "
              + Text.clipped(text, 80));
    }
    return text;
  }

  public Json.Obj toJson() {
    return new ObjectBuilder()
        .put("v", 1L)
        .put("cluster", cluster)
        .put("time", time)
        .putList("sources", sources, SourceState::toJson)
        .put("problem", problem)
        .build();
  }

  /// @throws io.tagtrail.core.json.JsonException if it is no report of version 1
  public static ClusterReport fromJson(ObjectView view) {
    if (view.needNumber("v") != 1) {
      throw new io.tagtrail.core.json.JsonException("not a report of version 1");
    }
    return new ClusterReport(
        view.needText("cluster"),
        view.needTime("time"),
        view.objects("sources", SourceState::fromJson),
        view.text("problem"));
  }
}
