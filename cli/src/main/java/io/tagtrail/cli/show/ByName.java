package io.tagtrail.cli.show;

import io.tagtrail.core.history.Status;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.policy.RollbackTargets.Candidate;
import io.tagtrail.core.policy.RollbackTargets.Verdict;
import io.tagtrail.core.policy.Tenure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// What nobody is brought back to unless somebody names it: bundles that were rolled back from. A
/// rollback that names one is carried out, as long as it lies in the window, is not blocked and is
/// whole; whether it is whole is looked at when somebody does.
public final class ByName {
  private ByName() {}

  /// The bundles that can be named, newest first; none where a target is chosen by itself.
  public static List<Candidate> of(Status status) {
    var answer = status.backTo();
    if (answer == null || answer.target() != null) {
      return List.of();
    }
    var blocked = new HashSet<Digest>();
    status.blocks().forEach(block -> blocked.add(Objects.requireNonNull(block.bundle())));
    // What is live counts among the newer ones, as it does where the window is kept.
    Set<Digest> newer = new HashSet<>();
    var live = status.state().governedDigest();
    if (live != null) {
      newer.add(live);
    }
    var named = new ArrayList<Candidate>();
    for (var candidate : answer.passedOver()) {
      var tenure = candidate.tenure();
      if (candidate.verdict() == Verdict.REJECTED
          && tenure.rolledBack()
          && !blocked.contains(tenure.digest())
          && newer.size() <= status.rules().keep()
          && inWindow(tenure, status)) {
        named.add(candidate);
      }
      newer.add(tenure.digest());
    }
    return List.copyOf(named);
  }

  private static boolean inWindow(Tenure tenure, Status status) {
    Instant until = tenure.until();
    return until == null || !until.plus(status.rules().window()).isBefore(status.asOf());
  }

  /// `#6`, as `--to` takes it.
  public static String selector(Candidate candidate) {
    return "#" + candidate.tenure().sequence();
  }
}
