package io.tagtrail.core.policy;

import static io.tagtrail.core.event.Decision.Guard.ADMISSION;
import static io.tagtrail.core.event.Decision.Result.FAIL;
import static io.tagtrail.core.event.Decision.Result.PASS;
import static io.tagtrail.core.event.Decision.Result.UNKNOWN;

import io.tagtrail.core.event.Decision.Check;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Digest;
import java.time.Instant;
import java.util.Optional;

/// Refuses a bundle that is older than the current one: a pipeline that was started earlier and
/// ended later must not win by being slow.
///
/// The order is the verified run number of the same pipeline, else when the bundles say that they
/// were created, else when the ledger first saw them in the application. Where none of these
/// compares, it says so and lets pass: a guess would be worse.
final class StalePipeline {
  private static final int LOOK_BACK = 200;
  private final Ledger ledger;

  StalePipeline(Ledger ledger) {
    this.ledger = ledger;
  }

  Check check(Candidate candidate) {
    var governed = candidate.state().governed();
    if (governed == null) {
      return Checks.check(Checks.STALE_PIPELINE, ADMISSION, PASS, "nothing is live here yet");
    }
    var current = ledger.entry(governed.index()).map(Entry::event).orElseThrow();
    if (candidate.bundle().digest().equals(governed.digest())) {
      return Checks.check(Checks.STALE_PIPELINE, ADMISSION, PASS, "it is the current bundle");
    }
    return byRunNumber(candidate.facts(), current.facts())
        .or(() -> byCreated(candidate.facts(), current.facts()))
        .or(() -> byFirstSight(candidate, governed.bundle() == null ? null : governed.digest()))
        .orElseGet(() ->
            Checks.check(
                Checks.STALE_PIPELINE,
                ADMISSION,
                UNKNOWN,
                "cannot be compared with the current bundle: no run number, no creation time,"
                    + " not seen before"));
  }

  private static Optional<Check> byRunNumber(Facts candidate, Facts current) {
    var a = candidate.pipeline();
    var b = current.pipeline();
    boolean comparable =
        a.status() == FactStatus.VERIFIED
            && b.status() == FactStatus.VERIFIED
            && a.name() != null
            && a.name().equals(b.name());
    var mine = a.number();
    var live = b.number();
    if (!comparable || mine == null || live == null || mine.equals(live)) {
      return Optional.empty();
    }
    return Optional.of(
        said(mine < live, "run %d against run %d of %s".formatted(mine, live, a.name())));
  }

  private static Optional<Check> byCreated(Facts candidate, Facts current) {
    var mine = candidate.source().created();
    var live = current.source().created();
    if (mine == null || live == null || mine.equals(live)) {
      return Optional.empty();
    }
    return Optional.of(said(mine.isBefore(live), "created %s against %s".formatted(mine, live)));
  }

  private Optional<Check> byFirstSight(
      Candidate candidate, @org.jspecify.annotations.Nullable Digest live) {
    if (live == null) {
      return Optional.empty();
    }
    var application = candidate.state().alias().application();
    var mine = firstSeen(application, candidate.bundle().digest());
    var other = firstSeen(application, live);
    if (mine.isEmpty() || other.isEmpty() || mine.equals(other)) {
      return Optional.empty();
    }
    return Optional.of(
        said(
            mine.get().isBefore(other.get()),
            "first seen %s against %s".formatted(mine.get(), other.get())));
  }

  private Optional<Instant> firstSeen(String application, Digest bundle) {
    return ledger.byBundle(bundle, Long.MAX_VALUE, LOOK_BACK).stream()
        .filter(entry -> application.equals(entry.event().stream().application()))
        .reduce((newer, older) -> older)
        .map(entry -> entry.event().time());
  }

  private static Check said(boolean older, String how) {
    return older
        ? Checks.check(
            Checks.STALE_PIPELINE,
            ADMISSION,
            FAIL,
            "older than the current bundle: "
                + how
                + "; to go back use tagtrail rollback, to insist --allow-older with a reason")
        : Checks.check(
            Checks.STALE_PIPELINE, ADMISSION, PASS, "newer than the current bundle: " + how);
  }
}
