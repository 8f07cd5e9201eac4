package io.tagtrail.server.clusters;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.cluster.SourceState;
import io.tagtrail.core.cluster.WorkloadState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Since when something is so, across whoever looks: an agent that was started again, and each of
/// several processes that look at the same cluster, would say that all began when it began to look.
final class Steady {
  private Steady() {}

  /// The report with the earlier times of the one before it, where what they are about is the same;
  /// of one that could not look at all, its problem.
  static ClusterReport with(ClusterReport report, @Nullable ClusterReport before) {
    if (before == null) {
      return report;
    }
    if (report.problem() != null && report.sources().isEmpty()) {
      // Whoever looks never got as far as looking: what was known stays, as old as it was.
      return new ClusterReport(report.cluster(), before.time(), before.sources(), report.problem());
    }
    Map<String, SourceState> known = new HashMap<>();
    before.sources().forEach(source -> known.put(key(source), source));
    return new ClusterReport(
        report.cluster(),
        report.time(),
        report.sources().stream().map(source -> source(source, known.get(key(source)))).toList(),
        report.problem());
  }

  private static String key(SourceState source) {
    return source.namespace() + "/" + source.name() + " " + source.location();
  }

  private static SourceState source(SourceState now, @Nullable SourceState before) {
    if (before == null) {
      return now;
    }
    Map<String, WorkloadState> known = new HashMap<>();
    before.workloads().forEach(workload -> known.put(workload.shown(), workload));
    var since =
        Objects.equals(now.consumed(), before.consumed())
            ? earlier(now.since(), before.since())
            : now.since();
    return with(
        now,
        since,
        now.workloads().stream()
            .map(workload -> workload(workload, known.get(workload.shown())))
            .toList());
  }

  private static WorkloadState workload(WorkloadState now, @Nullable WorkloadState before) {
    return before == null || !Objects.equals(now.applied(), before.applied())
        ? now
        : with(now, earlier(now.since(), before.since()));
  }

  private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.isBefore(b) ? a : b;
  }

  /// The same with all its times moved.
  static SourceState shifted(SourceState source, Duration by) {
    return by.isZero()
        ? source
        : with(
            source,
            moved(source.since(), by),
            source.workloads().stream().map(each -> with(each, moved(each.since(), by))).toList());
  }

  private static @Nullable Instant moved(@Nullable Instant time, Duration by) {
    return time == null ? null : time.plus(by);
  }

  private static SourceState with(
      SourceState s, @Nullable Instant since, List<WorkloadState> workloads) {
    return new SourceState(
        s.namespace(),
        s.name(),
        s.location(),
        s.consumed(),
        since,
        s.health(),
        s.suspended(),
        s.verify(),
        s.problem(),
        workloads);
  }

  private static WorkloadState with(WorkloadState w, @Nullable Instant since) {
    return new WorkloadState(
        w.kind(),
        w.namespace(),
        w.name(),
        w.applied(),
        since,
        w.health(),
        w.suspended(),
        w.failing(),
        w.lastEvent());
  }
}
