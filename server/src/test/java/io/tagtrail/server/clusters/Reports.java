package io.tagtrail.server.clusters;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.cluster.Health;
import io.tagtrail.core.cluster.SourceState;
import io.tagtrail.core.cluster.WorkloadState;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What clusters of tests say.
public final class Reports {
  public static final Location PROD = Location.parse("registry.example/acme/shop:prod");

  private Reports() {}

  public static Digest digest(int n) {
    return Digest.parse("sha256:%064x".formatted(n));
  }

  /// A cluster that has a bundle, and does as well with it as that.
  public static ClusterReport of(String cluster, Instant time, int bundle, Health health) {
    return of(cluster, time, source(PROD, digest(bundle), time, health));
  }

  public static ClusterReport of(String cluster, Instant time, SourceState... sources) {
    return new ClusterReport(cluster, time, List.of(sources), null);
  }

  /// A cluster that could not be looked into.
  public static ClusterReport away(String cluster, Instant time, String problem) {
    return new ClusterReport(cluster, time, List.of(), problem);
  }

  public static SourceState source(
      Location location, @Nullable Digest bundle, Instant since, Health health) {
    boolean runs = health == Health.HEALTHY;
    return new SourceState(
        "apps",
        "shop",
        location,
        bundle,
        since,
        Health.HEALTHY,
        false,
        "cosign",
        null,
        List.of(
            new WorkloadState(
                "Kustomization",
                "apps",
                "shop",
                runs ? bundle : null,
                runs ? since : null,
                health,
                health == Health.SUSPENDED,
                health == Health.FAILING ? "Deployment apps/web: 0 of 3 ready" : null,
                health == Health.FAILING ? "Back-off restarting failed container" : null)));
  }
}
