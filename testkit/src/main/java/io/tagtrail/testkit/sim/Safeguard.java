package io.tagtrail.testkit.sim;

import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.ledger.StreamState;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.promotion.Restoring;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// The safeguards of the path, each of which can be taken away by tampering with the ports in front
/// of it. Without any one of them the simulation must find something wrong: that is how we know
/// that it looks.
enum Safeguard {
  /// Nothing is taken away.
  NONE,
  /// The extra tag on the bundle before the move.
  KEEP_TAG {
    @Override
    boolean swallows(Location location) {
      return location.tag().isKeepTag();
    }
  },
  /// The look at the tag before the PUT.
  COMPARE {
    @Override
    boolean answersHeadFromMemory(SimProcess process, Location location) {
      return process.phase == Phase.KEPT || process.phase == Phase.SIGNED;
    }
  },
  /// The reading of the tag after the PUT: whatever was sent counts as there.
  READ_BACK {
    @Override
    boolean answersHeadWithTarget(SimProcess process) {
      return process.aliasPuts > 0
          && (process.phase == Phase.COMPARED || process.phase == Phase.WRITTEN);
    }
  },
  /// That an authorisation is only taken over the state that was decided on.
  RECHECK_AT_AUTHORISATION {
    @Override
    Batch append(Batch batch, Ledger raw) {
      boolean authorises =
          batch.events().stream().anyMatch(e -> e.kind() == EventKind.AUTHORISATION);
      return authorises ? asItIsNow(batch, raw, true) : batch;
    }
  },
  /// That every append is only taken over the tail that its writer saw.
  COMPARE_AND_SET_OF_THE_TAIL {
    @Override
    Batch append(Batch batch, Ledger raw) {
      return asItIsNow(batch, raw, true);
    }
  },
  /// That an authorisation is only taken over the blocks and the policy that were decided on.
  BLOCKS_AND_POLICY_AT_AUTHORISATION {
    @Override
    Batch append(Batch batch, Ledger raw) {
      return asItIsNow(batch, raw, false);
    }
  },
  /// That an authorisation consumes the approvals that it stands on.
  APPROVALS_AT_AUTHORISATION {
    @Override
    Batch append(Batch batch, Ledger raw) {
      var events = batch.events().stream().map(Safeguard::withoutApprovals).toList();
      return new Batch(batch.expected(), events, batch.sides(), batch.documents(), batch.tasks());
    }
  },
  /// The deadline of the PUT, by both clocks.
  DEADLINE {
    @Override
    Instant now(SimProcess process, Instant now) {
      return process.phase == Phase.COMPARED && process.aliasPuts == 0 ? Sample.START : now;
    }

    @Override
    long nanos(SimProcess process, long nanos) {
      return process.phase == Phase.COMPARED && process.aliasPuts == 0 ? 0 : nanos;
    }
  },
  /// The clock that never jumps: the deadline counts by the wall alone.
  MONOTONIC_CLOCK {
    @Override
    long nanos(SimProcess process, long nanos) {
      return 0;
    }
  },
  /// That what is signed is attached before the tag moves.
  SIGNED_BEFORE_THE_MOVE {
    @Override
    boolean signsLate() {
      return true;
    }
  },
  /// That nothing is signed before it is authorised.
  AUTHORISED_BEFORE_SIGNED {
    @Override
    void beforeAppend(Batch batch, World world) {
      batch.events().stream()
          .filter(event -> event.kind() == EventKind.AUTHORISATION)
          .filter(event -> world.signs(event.alias()))
          .forEach(event -> {
            var change = event.needChange();
            var digest = Objects.requireNonNull(change.digest());
            world.model.sign(change.location().repository(), digest, event.alias(), world.tick);
          });
    }
  },
  /// The look at which ledger governs the tag.
  GOVERNING_LEDGER {
    @Override
    boolean answersMarkerAsOurs() {
      return true;
    }
  },
  /// That nobody undoes a way back by keep-tag.
  BREAK_GLASS {
    @Override
    AliasState state(AliasState state) {
      return new AliasState(
          state.alias(),
          state.version(),
          state.lastSequence(),
          state.location(),
          state.governed(),
          state.before(),
          state.observed(),
          state.intent(),
          state.holds(),
          false,
          state.approvals(),
          state.owes());
    }

    @Override
    boolean forgetsGoverned(Entry entry, AliasState now) {
      return now.movedOutside()
          && Objects.equals(entry.event().needChange().digest(), now.observedDigest());
    }
  },
  /// That an alias is brought back from the same bundle once: what was done before is not found.
  BROUGHT_BACK_ONCE {
    @Override
    boolean forgets(Entry entry) {
      return Restoring.SENTINEL.equals(entry.event().facts().mover());
    }
  },
  /// The look at the ledger right before the PUT.
  LAST_LOOK {
    @Override
    boolean answersStateFromMemory(SimProcess process) {
      return process.phase == Phase.COMPARED && process.aliasPuts == 0;
    }
  };

  boolean swallows(Location location) {
    return false;
  }

  boolean answersHeadFromMemory(SimProcess process, Location location) {
    return false;
  }

  boolean answersHeadWithTarget(SimProcess process) {
    return false;
  }

  boolean answersStateFromMemory(SimProcess process) {
    return false;
  }

  boolean signsLate() {
    return false;
  }

  void beforeAppend(Batch batch, World world) {}

  boolean answersMarkerAsOurs() {
    return false;
  }

  /// An alias as a process reads it.
  AliasState state(AliasState state) {
    return state;
  }

  /// Whether an entry is left out of an alias's history.
  boolean forgets(Entry entry) {
    return false;
  }

  /// Whether a process does not find that something governed an alias.
  ///
  /// @param now the alias as it is
  boolean forgetsGoverned(Entry entry, AliasState now) {
    return false;
  }

  Batch append(Batch batch, Ledger raw) {
    return batch;
  }

  Instant now(SimProcess process, Instant now) {
    return now;
  }

  long nanos(SimProcess process, long nanos) {
    return nanos;
  }

  private static Event withoutApprovals(Event event) {
    var intent = event.intent();
    return intent == null || event.approvals().isEmpty()
        ? event
        : Event.of(event.kind(), event.stream(), event.request())
            .from(event)
            .intent(intent)
            .change(event.change())
            .approvals(List.of())
            .build();
  }

  /// The same batch, expecting whatever there is.
  private static Batch asItIsNow(Batch batch, Ledger raw, boolean aliases) {
    var expected =
        batch.expected().stream()
            .map(each -> {
              StreamState state = raw.state(each.stream());
              return aliases || each.stream().alias() == null
                  ? new Batch.Expectation(each.stream(), state.version())
                  : each;
            })
            .toList();
    return new Batch(expected, batch.events(), batch.sides(), batch.documents(), batch.tasks());
  }
}
