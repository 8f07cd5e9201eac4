package io.tagtrail.flux.status;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.flux.kube.WatchSettings;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The watchers of several clusters, as a configuration names them. None waits for another.
public final class ClusterWatchers implements AutoCloseable {
  private final WatchSettings settings;
  private final InstantSource clock;
  private final Consumer<ClusterReport> reports;
  private final Consumer<String> say;
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private boolean closed;

  private record Running(ClusterSource source, ClusterWatcher watcher) {}

  /// @param reports called by several threads, each with reports of its own cluster
  public ClusterWatchers(
      WatchSettings settings,
      InstantSource clock,
      Consumer<ClusterReport> reports,
      Consumer<String> say) {
    this.settings = settings;
    this.clock = clock;
    this.reports = reports;
    this.say = say;
  }

  /// From now on these are watched: new ones begin, others end, those that are as before go on.
  public synchronized void watch(Map<String, ClusterSource> clusters) {
    if (closed) {
      return;
    }
    running
        .entrySet()
        .removeIf(each -> {
          boolean stays = each.getValue().source().equals(clusters.get(each.getKey()));
          if (!stays) {
            each.getValue().watcher().close();
          }
          return !stays;
        });
    clusters.forEach((name, source) ->
        running.computeIfAbsent(
            name,
            key -> {
              var watcher = new ClusterWatcher(key, source::access, settings, clock, reports, say);
              watcher.start();
              return new Running(source, watcher);
            }));
  }

  /// Somebody says that something happened in a cluster: where it is watched, its watcher looks
  /// now, and not when a pause is over. Waits for nothing.
  public void look(String cluster) {
    var there = running.get(cluster);
    if (there != null) {
      there.watcher().look();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    running.values().forEach(each -> each.watcher().close());
    running.clear();
  }
}
