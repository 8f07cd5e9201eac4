package io.tagtrail.core.promotion;

import io.tagtrail.core.event.Commitments;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What can be answered before anything is decided: a request that was carried out already, an
/// alias that is there already, or is not what the asker took it for.
final class Answers {
  private final Ledger ledger;

  Answers(Ledger ledger) {
    this.ledger = ledger;
  }

  /// Whether there is nothing to do: the request was carried out before, or the alias is there.
  ///
  /// @param ours whether nothing else than the bundle is asked for: taking an alias over from
  ///   another ledger is something to do also where the bundle stays
  Optional<Outcome> alreadyAnswered(MoveRequest request, Preparation it, boolean ours) {
    var current = digest(it.current());
    var answered = answeredBefore(request, it.state(), current, it.bundle().digest());
    if (answered.isPresent()) {
      return answered;
    }
    var governed = it.state().governed();
    if (governed == null || it.kind() == EventKind.RELOCATION || !ours) {
      return Optional.empty();
    }
    boolean there =
        it.bundle().digest().equals(governed.digest()) && it.bundle().digest().equals(current);
    return there ? Optional.of(new Outcome.Unchanged(governed)) : Optional.empty();
  }

  /// Whether this request was carried out before, and whether that still stands.
  Optional<Outcome> answeredBefore(
      MoveRequest request, AliasState state, @Nullable Digest current, @Nullable Digest bundle) {
    var governed = state.governed();
    var key = RequestKeys.of(request, bundle);
    var earlier =
        key == null
            ? Optional.<Entry>empty()
            : ledger
                .byKey(request.alias(), key.key())
                .filter(entry -> samePerson(request, entry.event()));
    if (earlier.isEmpty()) {
      return Optional.empty();
    }
    var recorded = earlier.get();
    var then = Objects.requireNonNull(recorded.event().key(), "it was found by its key");
    if (!then.request().equals(Objects.requireNonNull(key).request())) {
      return Optional.of(
          Preparer.refused(
                  recorded.event().needChange().bundle(),
                  "idempotency-key",
                  "the key was used before for another request (entry %d)"
                      .formatted(recorded.index()))
              .outcome());
    }
    boolean stands =
        governed != null
            && governed.index() == recorded.index()
            && Objects.equals(current, governed.digest());
    return Optional.of(
        stands ? new Outcome.Replayed(recorded) : new Outcome.Superseded(recorded, current));
  }

  boolean samePerson(MoveRequest request, Event event) {
    var commitment = event.commitments().byField().get(Commitments.MOVER);
    if (commitment == null) {
      return request.person() == null;
    }
    return ledger.side(commitment).map(side -> side.value().equals(request.person())).orElse(false);
  }

  /// Whether the alias is not what the asker took it for.
  static Optional<Outcome> notAsExpected(MoveRequest request, Preparation it) {
    var actual = it.current() == null ? null : it.current().digest();
    var expected = request.expect();
    boolean outside =
        it.state().isGoverned()
            && it.kind() != EventKind.RELOCATION
            && !Objects.equals(actual, it.state().governedDigest());
    if (expected != null && !expected.equals(actual)) {
      return Optional.of(
          new Outcome.Stale(expected, actual, outside, "it is not what was expected"));
    }
    boolean names = expected != null || request.aim() instanceof Aim.Adopt;
    if (outside && request.aim().isForward() && !names) {
      return Optional.of(
          new Outcome.Stale(
              it.state().governedDigest(),
              actual,
              true,
              "it was moved outside: roll back, or name what is there with --expect"));
    }
    return Optional.empty();
  }

  static @Nullable Digest digest(@Nullable Descriptor descriptor) {
    return descriptor == null ? null : descriptor.digest();
  }
}
