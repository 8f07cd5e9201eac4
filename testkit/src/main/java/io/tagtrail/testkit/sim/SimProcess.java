package io.tagtrail.testkit.sim;

import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.policy.Examiner;
import io.tagtrail.core.promotion.Around;
import io.tagtrail.core.promotion.Claims;
import io.tagtrail.core.promotion.GovernedPath;
import io.tagtrail.core.promotion.Step;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.core.registry.Registry;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One process on a machine of its own: its clocks, its handles on the ports, and what it is doing.
final class SimProcess implements Time {
  final String name;
  final World world;
  final Ledger ledger;
  final Registry registry;
  final Claims claims;
  final GovernedPath path;

  /// What runs when a step is reached, once; for scenarios.
  private final Map<Phase, Runnable> hooks = new EnumMap<>(Phase.class);

  /// What the tag was answered to be, since the newest authorisation of this process.
  final Map<Location, @Nullable Digest> lastHead = new HashMap<>();

  /// When this process last looked whether a bundle is whole.
  final Map<Digest, Integer> inspected = new HashMap<>();

  private @Nullable Runnable beforeSending;
  @Nullable Thread thread;
  Phase phase = Phase.STARTED;
  boolean dead;
  boolean ended;
  long wakeAt;
  long wallOffset;
  long stoodStill;

  /// The newest authorisation of this process, -1 for none.
  long intent = -1;

  long authorisedNanos;

  /// The newest authorisation of which this process was told that it was not signed, -1 for none.
  long unsigned = -1;

  int aliasPuts;

  /// When this process began what it does, by the ticks and by nobody's clock.
  int began;

  long beganAt;
  int faults;

  SimProcess(World world, String name) {
    this.world = world;
    this.name = name;
    this.ledger = new PortLedger(world, this);
    this.registry = new PortRegistry(world, this);
    // Nothing is believed from before: what must always hold is to hold at every moment.
    this.claims = new Claims(ledger, registry, this, Duration.ZERO);
    this.path =
        new GovernedPath(
            ledger,
            registry,
            world.policy,
            world.evaluators,
            new Around(Examiner.NONE, new PortSigner(world, this), alias -> false),
            claims,
            this,
            this::reached,
            Progress.SILENT);
  }

  /// Starts something new.
  void begin(Phase first) {
    phase = first;
    began = world.tick;
    beganAt = world.now;
    aliasPuts = 0;
    faults = 0;
    intent = -1;
    lastHead.clear();
  }

  void at(Phase step, Runnable hook) {
    hooks.put(step, hook);
  }

  /// What happens while the process stands still between its last look and the sending of its PUT.
  void beforeSending(Runnable hook) {
    beforeSending = hook;
  }

  boolean standsStillBeforeSending() {
    var hook = beforeSending;
    beforeSending = null;
    if (hook != null) {
      hook.run();
    }
    return hook != null;
  }

  private void reached(Step step) {
    phase = Phase.of(step);
    world.say("{} reached {}", name, phase);
    var hook = hooks.remove(phase);
    if (hook != null) {
      hook.run();
    }
  }

  @Override
  public Instant now() {
    return world.removed.now(this, wall());
  }

  Instant wall() {
    return Sample.START.plusNanos(world.now + wallOffset);
  }

  @Override
  public long nanos() {
    return world.removed.nanos(this, monotonic());
  }

  long monotonic() {
    return world.now - stoodStill;
  }

  @Override
  public void pause(Duration duration) {
    world.pause(this, duration.toNanos());
  }

  @Override
  public String toString() {
    return name;
  }
}
