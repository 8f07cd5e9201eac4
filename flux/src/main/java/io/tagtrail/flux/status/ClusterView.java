package io.tagtrail.flux.status;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.cluster.SourceState;
import io.tagtrail.core.cluster.WorkloadState;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.flux.kube.KubeObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The report of one cluster from its objects. Sources that follow no tag are left out: Tagtrail
/// has nothing to compare them with.
public final class ClusterView {
  private final String cluster;
  private final Since since = new Since();

  public ClusterView(String cluster) {
    this.cluster = ClusterReport.name(cluster);
  }

  /// All that is known of the cluster's objects.
  public record Objects(List<KubeObject> sources, List<KubeObject> workloads) {
    public Objects {
      sources = List.copyOf(sources);
      workloads = List.copyOf(workloads);
    }
  }

  /// @param time when it was so
  /// @param now the clock's time: that of things seen for the first time
  /// @param events the last event of a failing object; null for none
  /// @param problem what kept us from seeing everything; null for nothing
  public ClusterReport report(
      Objects objects,
      Instant time,
      Instant now,
      Function<FailingObject, @Nullable String> events,
      @Nullable String problem) {
    Set<String> ids = new HashSet<>();
    Sources.Dated dated =
        (id, digest, said) -> {
          ids.add(id);
          return since.of(id, digest, said, now);
        };
    var problems = new ArrayList<String>();
    if (problem != null) {
      problems.add(problem);
    }
    var workloads = workloads(objects, dated, events, problems);
    var sources = new ArrayList<SourceState>();
    for (var object : objects.sources()) {
      if (Followed.of(object) instanceof Followed.ByTag follows) {
        var taking = bounded(object, workloads.getOrDefault(object.key(), List.of()), problems);
        try {
          sources.add(Sources.state(object, follows.location(), dated, taking));
        } catch (InvalidValueException e) {
          problems.add("a source is left out: " + e.getMessage());
        }
      }
    }
    since.keep(ids);
    sources.sort(Comparator.comparing(SourceState::namespace).thenComparing(SourceState::name));
    return new ClusterReport(
        cluster,
        time,
        bounded(sources, problems),
        problems.isEmpty()
            ? null
            : String.join("; ", problems.subList(0, Math.min(5, problems.size()))));
  }

  private static Map<String, List<WorkloadState>> workloads(
      Objects objects,
      Sources.Dated dated,
      Function<FailingObject, @Nullable String> events,
      List<String> problems) {
    Map<String, List<WorkloadState>> bySource = new HashMap<>();
    for (var object : objects.workloads()) {
      var source = Workloads.source(object);
      if (source == null) {
        continue;
      }
      var failing = Workloads.failing(object);
      try {
        var state = Workloads.state(object, dated, failing == null ? null : events.apply(failing));
        bySource.computeIfAbsent(source, key -> new ArrayList<>()).add(state);
      } catch (InvalidValueException e) {
        problems.add("a workload is left out: " + e.getMessage());
      }
    }
    return bySource;
  }

  private static List<WorkloadState> bounded(
      KubeObject source, List<WorkloadState> workloads, List<String> problems) {
    var sorted =
        workloads.stream()
            .sorted(
                Comparator.comparing(WorkloadState::kind)
                    .thenComparing(WorkloadState::namespace)
                    .thenComparing(WorkloadState::name))
            .toList();
    if (sorted.size() <= SourceState.MAX_WORKLOADS) {
      return sorted;
    }
    problems.add(
        "%d workloads take %s: %d of them are reported, those that fail first"
            .formatted(sorted.size(), source.key(), SourceState.MAX_WORKLOADS));
    return sorted.stream()
        .sorted(
            Comparator.comparing(
                each -> !each.health().equals(io.tagtrail.core.cluster.Health.FAILING)))
        .limit(SourceState.MAX_WORKLOADS)
        .toList();
  }

  private static List<SourceState> bounded(List<SourceState> sources, List<String> problems) {
    if (sources.size() <= ClusterReport.MAX_SOURCES) {
      return sources;
    }
    problems.add(
        "%d sources follow a tag: the first %d are reported"
            .formatted(sources.size(), ClusterReport.MAX_SOURCES));
    return sources.subList(0, ClusterReport.MAX_SOURCES);
  }

  /// The digest that a source holds, for those who only have its objects.
  public static @Nullable Digest consumed(KubeObject source) {
    return Followed.of(source) instanceof Followed.ByTag follows
        ? Sources.consumed(source, follows.location())
        : null;
  }
}
