package io.tagtrail.server.config;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.model.InvalidValueException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The clusters that Tagtrail itself looks into, read-only. Others may tell of themselves.
///
/// @param staleAfter after how long without a report nothing is known of a cluster any longer
/// @param watched by name
public record ClustersConfig(Duration staleAfter, Map<String, Watched> watched) {
  private static final Duration SHORTEST = Duration.ofMinutes(3);
  private static final Duration LONGEST = Duration.ofDays(1);

  // After the bounds, which it is held to.
  public static final ClustersConfig USUAL = new ClustersConfig(Duration.ofMinutes(5), Map.of());

  // After what its making looks at.
  public ClustersConfig {
    if (staleAfter.compareTo(SHORTEST) < 0 || staleAfter.compareTo(LONGEST) > 0) {
      throw new InvalidValueException(
          "staleAfter is 3m to 24h: a cluster may have nothing to say for a minute");
    }
    watched.keySet().forEach(ClusterReport::name);
    watched = Collections.unmodifiableMap(new TreeMap<>(watched));
  }

  /// How a cluster is reached.
  ///
  /// @param context of the kubeconfig; null for the one that it names itself
  public record Watched(Path kubeconfig, @Nullable String context) {}
}
