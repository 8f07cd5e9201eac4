package io.tagtrail.cli;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.server.config.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whether a move waits for clusters.
final class WaitOptions {
  private static final Duration USUAL = Duration.ofMinutes(10);

  @Option(
      names = "--wait",
      description =
          "waits until the clusters applied it healthy; ends with 12 where they did not, and says why")
  boolean wait;

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description = "waits for this one; else for all that follow the tag")
  List<String> clusters = new ArrayList<>();

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "how long it waits, as 90s or 15m; else 10m")
  @Nullable String timeout;

  /// What is waited for; null where nothing is.
  ///
  /// @throws InvalidValueException if the options do not go together
  @Nullable ClusterWait of(Session session, boolean dryRun) {
    if (!wait) {
      if (!clusters.isEmpty() || timeout != null) {
        throw new InvalidValueException("--cluster and --timeout go with --wait");
      }
      return null;
    }
    if (dryRun) {
      throw new InvalidValueException("--wait has nothing to wait for with --dry-run");
    }
    clusters.forEach(ClusterReport::name);
    return new ClusterWait(session, clusters, timeout == null ? USUAL : Durations.parse(timeout));
  }
}
