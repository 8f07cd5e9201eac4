package io.tagtrail.testkit.sim;

import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.policy.PolicyLog;
import io.tagtrail.core.policy.Requester;
import io.tagtrail.core.promotion.Actor;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.Approving;
import io.tagtrail.core.promotion.Delivery;
import io.tagtrail.core.promotion.MoveRequest;
import io.tagtrail.core.promotion.Observer;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Powers;
import io.tagtrail.core.promotion.Restoring;
import io.tagtrail.core.promotion.Step;
import io.tagtrail.core.promotion.Stops;
import io.tagtrail.core.registry.RegistryException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What a process can do, with the check of what it was answered.
final class Actions {
  private static final Actor ACTOR =
      new Actor("stop", Mover.MISSING, null, Facts.Pipeline.MISSING, null);

  private static final Powers LINKED = new Powers(false, List.of(), List.of(), true);

  private Actions() {}

  /// Runs a script. A process that dies in one action is started anew for the next one.
  static void run(SimProcess process, List<Consumer<SimProcess>> script) {
    for (var step : script) {
      try {
        step.accept(process);
      } catch (Crash e) {
        if (process.world.violation() != null) {
          return;
        }
        process.world.say("{} died and starts anew", process);
        process.dead = false;
      } catch (Violation e) {
        return;
      } catch (RuntimeException | AssertionError e) {
        process.world.violated("%s failed with %s".formatted(process, e));
        return;
      }
    }
  }

  /// Asks for a move; empty where a port failed.
  static Optional<Outcome> move(SimProcess process, MoveRequest request) {
    process.begin(Phase.STARTED);
    var world = process.world;
    world.say("{} asks {}: {} of {}", process, request.id(), request.aim(), request.alias());
    world.locations.add(request.location());
    if (request.aim() instanceof Aim.Relocate relocate) {
      world.locations.add(relocate.to());
    }
    int from = world.tick;
    try {
      var outcome = process.path.move(request);
      world.invariants.answered(process, request, outcome, from);
      return Optional.of(outcome);
    } catch (RegistryException | LedgerException e) {
      failed(process, e, mayBe(e));
      return Optional.empty();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts here", e);
    }
  }

  static void look(SimProcess process, Alias alias) {
    process.begin(Phase.LOOKING);
    var world = process.world;
    int from = world.tick;
    var before = world.ledger.alias(alias).location();
    boolean fresh = before != null && world.model.stale(before, world.now).isEmpty();
    try {
      var sighting = process.path.look(alias, "look");
      world.say("{} looked at {}: {}", process, alias, sighting.getClass().getSimpleName());
      boolean ended = !(sighting instanceof Observer.Sighting.Overtaken);
      var after = world.ledger.alias(alias).location();
      if (before != null && fresh && ended && before.equals(after)) {
        world.invariants.looked(alias, before, from);
      }
    } catch (RegistryException | LedgerException e) {
      failed(process, e, false);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts here", e);
    }
  }

  /// Looks, and brings back what is governed where somebody moved it, as a sentinel does.
  static void sentinel(SimProcess process, Alias alias) {
    look(process, alias);
    process.begin(Phase.STARTED);
    var world = process.world;
    var request =
        MoveRequest.of(
            alias, new Aim.RollBack(null), Sample.location(alias), "sentinel-" + world.tick);
    int from = world.tick;
    try {
      var restored =
          new Restoring(process.ledger, process.registry, process.claims, process.path)
              .restore(alias, request.id());
      world.say("{} restores {}: {}", process, alias, restored.getClass().getSimpleName());
      if (restored instanceof Restoring.Restored.Asked asked) {
        world.invariants.answered(process, request, asked.outcome(), from);
        if (asked.outcome() instanceof Outcome.Authorised authorised) {
          new Caller(process).write(request, authorised);
        }
      }
      if (restored instanceof Restoring.Restored.LedgerBehind && world.rival.head().size() == 0) {
        throw world.violated("the ledger was taken for one that lost entries");
      }
    } catch (RegistryException | LedgerException e) {
      failed(process, e, mayBe(e));
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts here", e);
    }
  }

  /// Somebody outside insists on a bundle, against a sentinel.
  static void insist(SimProcess process, Alias alias, Digest bundle) {
    var world = process.world;
    for (int i = 0; i < 2; i++) {
      var location = Sample.location(alias);
      if (world.model.manifest(location.repository(), bundle) != null) {
        world.outsider.sets(location, bundle);
      }
      process.pause(Sample.TIMING.settle());
      sentinel(process, alias);
    }
  }

  /// A bundle that is gone for good is no fault of a port.
  private static boolean mayBe(RuntimeException e) {
    return e instanceof RegistryException r && r.kind() == RegistryException.Kind.NOT_FOUND;
  }

  static void settle(SimProcess process, Alias alias) {
    process.begin(Phase.SETTLING);
    try {
      var settled = process.path.settle(alias, "settle");
      process.world.say("{} settled {}: {}", process, alias, settled.getClass().getSimpleName());
    } catch (RegistryException | LedgerException e) {
      failed(process, e, false);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts here", e);
    }
  }

  static void stop(SimProcess process, Alias alias, int what, Digest bundle, Stop.Scope scope) {
    process.begin(Phase.STOPPING);
    var stops = new Stops(process.ledger);
    try {
      switch (what) {
        case 0, 1 -> stops.hold(alias, scope, null, ACTOR);
        case 2, 3 -> stops.unhold(alias, ACTOR);
        case 4 -> stops.block(alias.application(), bundle, ACTOR);
        default -> stops.unblock(alias.application(), bundle, ACTOR);
      }
    } catch (LedgerException e) {
      failed(process, e, false);
    }
  }

  /// Somebody whom a token proves approves that the pipeline moves to a bundle.
  static void approve(SimProcess process, Alias alias, Digest bundle, String name) {
    process.begin(Phase.STOPPING);
    var requester = Requester.id(Sample.PIPELINE, null);
    try {
      var result =
          approving(process).approve(alias, bundle, requester, approver(name), LINKED, null);
      process.world.say("{} approved {}: {}", name, Sample.name(bundle), told(result));
    } catch (LedgerException e) {
      failed(process, e, false);
    }
  }

  static void approveOwed(SimProcess process, Alias alias) {
    process.begin(Phase.STOPPING);
    try {
      var result = approving(process).approveOwed(alias, approver("ann"), LINKED);
      process.world.say("ann paid what {} owes: {}", alias, told(result));
    } catch (LedgerException e) {
      failed(process, e, false);
    }
  }

  private static Approving approving(SimProcess process) {
    return new Approving(process.ledger, process.world.policy, process);
  }

  private static String told(Approving.Result result) {
    return switch (result) {
      case Approving.Result.Recorded it -> "recorded as entry " + it.entry().index();
      case Approving.Result.There it -> "there as entry " + it.entry().index();
      case Approving.Result.Refused it -> "refused: " + it.why();
    };
  }

  private static Actor approver(String name) {
    return new Actor("approval", Sample.PERSON, name, Facts.Pipeline.MISSING, null);
  }

  static void otherPolicy(SimProcess process) {
    process.begin(Phase.STOPPING);
    var other = process.world.policy.equals(Sample.POLICY) ? Sample.STRICT : Sample.POLICY;
    try {
      new PolicyLog(process.ledger).apply(other, "policy", Facts.NONE, List.of());
    } catch (LedgerException e) {
      failed(process, e, false);
    }
  }

  static void deliver(SimProcess process) {
    process.begin(Phase.DELIVERING);
    try {
      new Delivery(process.ledger, process.registry, process, (Step step) -> {}).run(10);
    } catch (LedgerException e) {
      failed(process, e, false);
    }
  }

  /// A failure needs a fault, or something that is not there.
  static void failed(SimProcess process, RuntimeException e, boolean mayBe) {
    process.world.say("{} failed: {}", process, e.getMessage());
    if (!mayBe && process.world.faults() == 0) {
      throw process.world.violated(
          "%s failed without a fault: %s".formatted(process, e.getMessage()));
    }
  }
}
