package io.tagtrail.core.policy;

import static io.tagtrail.core.event.Decision.Guard.ADMISSION;
import static io.tagtrail.core.event.Decision.Result.FAIL;
import static io.tagtrail.core.event.Decision.Result.PASS;

import io.tagtrail.core.event.Decision.Check;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Asks how long a bundle has been live in the environments before.
///
/// What counts is the longest time without a break in which it was both what governs there and what
/// the tag showed. A time that somebody ended by rolling back counts for nothing, nor does any
/// before it.
final class Soak {
  private static final int LOOK_BACK = 500;
  private final Ledger ledger;

  Soak(Ledger ledger) {
    this.ledger = ledger;
  }

  Check check(Candidate candidate, Rules rules) {
    var wanted = rules.gates().soak();
    for (var earlier : rules.after()) {
      var before = new Alias(candidate.state().alias().application(), earlier);
      var soaked = soaked(before, candidate.bundle().digest(), wanted, candidate.now());
      if (soaked.compareTo(wanted) < 0) {
        return Checks.check(
            Checks.SOAK,
            ADMISSION,
            FAIL,
            "live in %s for %s, %s are asked for%s"
                .formatted(before, told(soaked), told(wanted), again(before, candidate, wanted)));
      }
    }
    return Checks.check(
        Checks.SOAK,
        ADMISSION,
        PASS,
        "live for %s or more in %s".formatted(told(wanted), String.join(", ", rules.after())));
  }

  /// When it will have been long enough, where the bundle is live there now.
  private String again(Alias before, Candidate candidate, Duration wanted) {
    var state = ledger.alias(before);
    var governed = state.governed();
    return governed != null
            && !state.movedOutside()
            && candidate.bundle().digest().equals(governed.digest())
        ? ": try again after " + governed.since().plus(wanted)
        : "";
  }

  private Duration soaked(Alias before, Digest bundle, Duration wanted, Instant now) {
    var state = ledger.alias(before);
    var governed = state.governed();
    if (governed != null && governed.equals(state.observed()) && bundle.equals(governed.digest())) {
      var since = Duration.between(governed.since(), now);
      if (since.compareTo(wanted) >= 0) {
        // Mostly so, and then nothing further back matters.
        return since;
      }
    }
    return longest(before, bundle, now);
  }

  private Duration longest(Alias before, Digest bundle, Instant now) {
    var longest = Duration.ZERO;
    Digest governed = null;
    Instant since = null;
    for (var entry : ledger.changes(before, Long.MAX_VALUE, LOOK_BACK).reversed()) {
      var kind = entry.event().kind();
      var change = entry.event().needChange();
      var time = entry.event().time();
      governed = kind.governs() ? change.digest() : governed;
      boolean live = bundle.equals(governed) && bundle.equals(change.digest());
      if (since != null && (!live || kind == EventKind.INDETERMINATE)) {
        boolean takenBack = kind == EventKind.ROLLBACK && !live;
        longest = takenBack ? Duration.ZERO : longer(longest, since, time);
        since = null;
      }
      since = live && since == null ? time : since;
    }
    return longer(longest, since, now);
  }

  private static Duration longer(Duration longest, @Nullable Instant since, Instant until) {
    var lasted = since == null ? Duration.ZERO : Duration.between(since, until);
    return lasted.compareTo(longest) > 0 ? lasted : longest;
  }

  /// For people: `2 d 3 h`, the two largest units.
  static String told(Duration time) {
    if (time.toDays() > 0) {
      return time.toDays() + " d" + rest(time.toHoursPart(), " h");
    }
    if (time.toHours() > 0) {
      return time.toHours() + " h" + rest(time.toMinutesPart(), " min");
    }
    return time.toMinutes() > 0
        ? time.toMinutes() + " min" + rest(time.toSecondsPart(), " s")
        : Math.max(0, time.toSeconds()) + " s";
  }

  private static String rest(int count, String unit) {
    return count == 0 ? "" : " " + count + unit;
  }
}
