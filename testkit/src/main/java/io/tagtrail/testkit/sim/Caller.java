package io.tagtrail.testkit.sim;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.promotion.MoveRequest;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.registry.RegistryException;
import java.util.Objects;
import java.util.Optional;

/// A job that writes what it was authorised to with its own client, as far as it gets: it may die
/// anywhere, give up, come late, or not confirm.
final class Caller {
  private static final long MILLI = 1_000_000;
  private final World world;
  private final SimProcess me;

  Caller(SimProcess me) {
    this.me = me;
    this.world = me.world;
  }

  /// What a job does, by the dice.
  void write(MoveRequest request, Outcome.Authorised it) {
    int fate = world.dice.nextInt(10);
    if (fate == 0) {
      world.say("the job of {} never wrote", request.id());
      return;
    }
    if (fate == 1) {
      end(request, it, false);
      return;
    }
    land(it.keepTag(), it, 0);
    world.call(me, Call.AFTER);
    var there = world.model.tag(it.intent().location());
    if (fate == 2 || !Objects.equals(there, it.previous())) {
      end(request, it, false);
      return;
    }
    if (!me.now().isBefore(it.intent().deadline())) {
      return;
    }
    long delay = world.dice.nextInt(6) == 0 ? world.dice.nextLong(8 * World.SETTLE) : MILLI;
    land(it.intent().location(), it, delay);
    me.pause(java.time.Duration.ofMillis(2));
    if (world.dice.nextInt(4) > 0) {
      end(request, it, true);
    }
  }

  /// The whole of it, without anything going wrong.
  Outcome writes(MoveRequest request, Outcome.Authorised it) {
    land(it.keepTag(), it, 0);
    land(it.intent().location(), it, 0);
    return end(request, it, true)
        .orElseThrow(() -> world.violated("a confirmation failed without a fault"));
  }

  private void land(Location location, Outcome.Authorised it, long delay) {
    var marker = it.intent().location().marker();
    if (world.model.tag(marker) == null) {
      world.model.land(marker, world.main, world.tick, world.now);
    }
    long at = world.now + delay;
    Runnable lands =
        () -> {
          world.say("a job's put: {} at {}", location, Sample.name(it.manifest().digest()));
          // Tagtrail does not see it: to its reads it is like anybody else's.
          world.model.outside(
              location,
              it.manifest().digest(),
              world.tick,
              location.tag().isKeepTag() ? 0 : world.now + World.SETTLE);
        };
    if (delay == 0) {
      lands.run();
    } else {
      world.at(at, lands);
    }
  }

  private Optional<Outcome> end(MoveRequest request, Outcome.Authorised it, boolean confirms) {
    me.begin(Phase.SETTLING);
    long intent = it.intent().index();
    try {
      var outcome =
          confirms
              ? me.path.confirm(request.alias(), intent, request.id())
              : me.path.cancel(request.alias(), intent, request.id());
      world.say("{} ended {}: {}", me, request.id(), Invariants.describe(outcome));
      // Who asks again while a move waits gets the first one's authorisation.
      var asked = world.ledger.entry(intent).orElseThrow().event().request();
      boolean own = asked.equals(request.id());
      if (outcome instanceof Outcome.Moved && own) {
        world.invariants.answered(me, request, outcome, world.tick);
      }
      return Optional.of(outcome);
    } catch (RegistryException | LedgerException e) {
      Actions.failed(me, e, false);
      return Optional.empty();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts here", e);
    }
  }
}
