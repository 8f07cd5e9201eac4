package io.tagtrail.server.clusters;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.Location;
import io.tagtrail.flux.event.FluxEvent;
import io.tagtrail.flux.kube.WatchSettings;
import io.tagtrail.flux.status.ClusterSource;
import io.tagtrail.flux.status.ClusterWatchers;
import io.tagtrail.server.config.ClustersConfig;
import io.tagtrail.server.hint.Hints;
import java.time.InstantSource;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks into the clusters of the configuration for as long as the process runs, and hands on what
/// it sees. Every process of a ledger may do so: what they see is the same.
public final class ClusterWatching implements Hints, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterWatching.class);

  private final Supplier<ClusterTruth> truth;
  private final ClusterWatchers watchers;

  /// @param truth who is told: of the configuration that counts now
  public ClusterWatching(Supplier<ClusterTruth> truth, InstantSource clock) {
    this(truth, clock, WatchSettings.USUAL);
  }

  ClusterWatching(Supplier<ClusterTruth> truth, InstantSource clock, WatchSettings settings) {
    this.truth = truth;
    this.watchers = new ClusterWatchers(settings, clock, this::report, LOG::warn);
  }

  /// From now on these are looked into: new ones begin, others end.
  public void follow(ClustersConfig config) {
    var sources = new TreeMap<String, ClusterSource>();
    config
        .watched()
        .forEach((name, each) ->
            sources.put(name, new ClusterSource(each.kubeconfig(), each.context())));
    watchers.watch(sources);
  }

  @Override
  public void look(Location location) {
    // A tag that moved says nothing of what a cluster runs.
  }

  /// Of a cluster that is looked into here, somebody looks now; of others there is nothing to do.
  @Override
  public void cluster(String cluster, FluxEvent event) {
    watchers.look(cluster);
  }

  /// The watcher must outlast a ledger that is away: it reports again within half a minute.
  private void report(ClusterReport report) {
    try {
      truth.get().take(report, ClusterTruth.Via.WATCH);
    } catch (LedgerException e) {
      LOG.warn(
          "what the cluster {} runs is not kept for now: {}", report.cluster(), e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("what the cluster {} runs is not kept", report.cluster(), e);
    }
  }

  @Override
  public void close() {
    watchers.close();
  }
}
