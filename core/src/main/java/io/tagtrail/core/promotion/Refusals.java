package io.tagtrail.core.promotion;

import io.tagtrail.core.event.Commitments;
import io.tagtrail.core.event.Decision;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.ledger.Appended;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Records refusals: of askers whom a token proved, of aliases that exist, few and small. What is
/// not recorded was refused all the same.
public final class Refusals {
  /// Within this time the same refusal is one.
  public static final Duration AGAIN = Duration.ofHours(1);

  /// So many are recorded of an alias within that time.
  public static final int QUOTA = 30;

  private static final int LOOK_BACK = 200;

  private final Ledger ledger;
  private final Digest policy;
  private final Time time;

  /// @param policy the digest of the policy that refuses
  public Refusals(Ledger ledger, Digest policy, Time time) {
    this.ledger = ledger;
    this.policy = policy;
    this.time = time;
  }

  /// Records that a request was refused. It tries once: a move that comes at the same time goes
  /// first.
  ///
  /// @return false where it is not worth an entry: the same refusal was recorded within the hour,
  ///   there were too many, the asker is not verified, the alias has no entries, no bundle was
  ///   found, it was a dry run, or a move came first
  public boolean record(Alias alias, Outcome.Refused refused, MoveRequest request) {
    if (request.mover().status() != FactStatus.VERIFIED || request.dryRun()) {
      return false;
    }
    var state = ledger.alias(alias);
    if (state.version() < 0 || refused.bundle() == null) {
      return false;
    }
    var bundle = refused.bundle().digest();
    var since = time.now().minus(AGAIN);
    int recent = 0;
    for (var entry : ledger.history(alias.stream(), Long.MAX_VALUE, LOOK_BACK)) {
      var event = entry.event();
      if (event.time().isBefore(since)) {
        break;
      }
      if (event.kind() == EventKind.REFUSAL) {
        recent++;
        if (recent >= QUOTA || isSame(event, bundle, request, failed(refused.checks()))) {
          return false;
        }
      }
    }
    return append(alias, state.version(), refused, bundle, request);
  }

  private boolean append(
      Alias alias, long version, Outcome.Refused refused, Digest bundle, MoveRequest request) {
    var sides = new ArrayList<SideRecord>();
    if (request.person() != null) {
      sides.add(SideRecord.of(Commitments.MOVER, request.person()));
    }
    sides.addAll(request.powers().sides());
    var event =
        Event.of(EventKind.REFUSAL, alias.stream(), request.id())
            .facts(
                new Facts(
                    request.mover(),
                    request.pipeline(),
                    Facts.Source.MISSING,
                    Facts.Builder.MISSING,
                    null))
            // What failed says why; all else would be many bytes of somebody else's choosing.
            .decision(new Decision(policy, refused.reasons(), List.of()))
            .subject(bundle)
            .commitments(Commitments.to(sides))
            .build();
    var batch = Batch.expecting(alias.stream(), version).add(event).sides(sides).build();
    return ledger.append(batch) instanceof Appended.Committed;
  }

  private boolean isSame(Event event, Digest bundle, MoveRequest request, Set<String> failed) {
    var decision = event.decision();
    return decision != null
        && bundle.equals(event.subject())
        && event.facts().mover().equals(request.mover())
        && failed(decision.checks()).equals(failed)
        && person(event).equals(Optional.ofNullable(request.person()));
  }

  private Optional<String> person(Event event) {
    var commitment = event.commitments().byField().get(Commitments.MOVER);
    return commitment == null ? Optional.empty() : ledger.side(commitment).map(SideRecord::value);
  }

  private static Set<String> failed(List<Decision.Check> checks) {
    return checks.stream()
        .filter(check -> check.result() == Decision.Result.FAIL)
        .map(Decision.Check::name)
        .collect(Collectors.toSet());
  }
}
