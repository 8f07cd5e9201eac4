package io.tagtrail.server.wire;

import io.tagtrail.core.history.Status;
import io.tagtrail.core.model.Digest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What somebody has to know of the clusters that follow an alias.
final class ClusterProblems {
  /// A cluster that is on its way for longer than this does not get there by itself.
  private static final Duration ON_ITS_WAY = Duration.ofMinutes(10);

  private static final int NAMED = 5;

  private ClusterProblems() {}

  /// One problem for each cluster that does not run the governed bundle and should.
  static List<Problem> of(Status status) {
    var governed = status.state().governedDigest();
    if (governed == null) {
      return List.of();
    }
    var problems = new ArrayList<Problem>();
    int more = 0;
    for (var each : Convergence.all(status.clusters(), governed, status.asOf())) {
      if (!isProblem(each, status)) {
        continue;
      }
      if (problems.size() == NAMED) {
        more++;
        continue;
      }
      problems.add(
          new Problem(Problem.Kind.CLUSTER, "%s: %s".formatted(each.of().cluster(), each.text())));
    }
    if (more > 0) {
      problems.add(new Problem(Problem.Kind.CLUSTER, "and %d more clusters".formatted(more)));
    }
    return problems;
  }

  private static boolean isProblem(Convergence each, Status status) {
    if (each.state().isTrouble()) {
      return true;
    }
    var now = status.now();
    return each.state() != Convergence.State.APPLIED
        && now != null
        && now.event().time().plus(ON_ITS_WAY).isBefore(status.asOf());
  }

  /// Where a bundle runs that nobody meant to run: `; prod-eu, prod-us have it`.
  static String having(Status status, @Nullable Digest bundle) {
    if (bundle == null) {
      return "";
    }
    var names =
        status.clusters().stream()
            .filter(each -> !each.stale() && bundle.equals(each.source().consumed()))
            .map(each ->
                each.source().runs(bundle)
                    ? each.cluster() + " runs it"
                    : each.cluster() + " has it")
            .distinct()
            .limit(NAMED)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : "; " + names;
  }
}
