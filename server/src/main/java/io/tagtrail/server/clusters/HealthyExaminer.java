package io.tagtrail.server.clusters;

import io.tagtrail.core.event.Decision.Check;
import io.tagtrail.core.event.Decision.Guard;
import io.tagtrail.core.event.Decision.Result;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.policy.Examiner;
import io.tagtrail.server.clusters.HealthRecord.Seen;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The check `healthy` of rollback targets: where clusters report, a bundle was healthy. A bundle
/// that no cluster ever reported on is not looked at. Nothing is refused by it: whoever names a
/// bundle may go back to it.
public final class HealthyExaminer implements Examiner {
  private final HealthRecord health;
  private final Function<Alias, Optional<Location>> locations;

  /// @param locations where an alias is
  public HealthyExaminer(HealthRecord health, Function<Alias, Optional<Location>> locations) {
    this.health = health;
    this.locations = locations;
  }

  @Override
  public Examined examine(Subject subject) {
    if (subject.use() != Use.TARGET) {
      return Examined.NOTHING;
    }
    try {
      return locations
          .apply(subject.alias())
          .map(location -> health.of(location, subject.bundle().digest()))
          .filter(seen -> !seen.isEmpty())
          .map(seen -> new Examined(List.of(check(seen)), null))
          .orElse(Examined.NOTHING);
    } catch (LedgerException e) {
      return new Examined(
          List.of(check(Result.UNKNOWN, "what clusters said of it cannot be read")), null);
    }
  }

  private static Check check(List<Seen> seen) {
    var healthy = seen.stream().filter(each -> each.healthy() != null).toList();
    var others = seen.stream().filter(each -> each.healthy() == null).toList();
    if (others.isEmpty()) {
      return check(Result.PASS, "was healthy in " + names(healthy));
    }
    var failed = others.stream().filter(each -> each.failed() != null).findFirst();
    var never =
        "never healthy in %s while it was there%s"
            .formatted(
                names(others),
                failed
                    .map(each -> " (%s: %s)".formatted(each.cluster(), each.failed()))
                    .orElse(""));
    if (!healthy.isEmpty()) {
      return check(Result.UNKNOWN, "was healthy in %s, and %s".formatted(names(healthy), never));
    }
    return check(
        failed.isPresent() ? Result.FAIL : Result.UNKNOWN,
        "it was %s; first seen %s".formatted(never, others.getFirst().first()));
  }

  private static String names(List<Seen> seen) {
    return seen.stream().map(Seen::cluster).sorted().limit(5).collect(Collectors.joining(", "))
        + (seen.size() > 5 ? " and %d more".formatted(seen.size() - 5) : "");
  }

  private static Check check(Result result, String detail) {
    return new Check(Examiner.HEALTHY, Guard.SAFETY, result, detail);
  }
}
