package io.tagtrail.testkit.sim;

import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.policy.Evaluators;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.core.promotion.Marker;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.testkit.ledger.InMemoryLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One schedule: a clock, registries, a ledger, processes of which exactly one runs at a time, and
/// dice that decide everything. The same seed gives the same schedule.
///
/// A process keeps the baton until a call of a port gives it to another; so nothing here needs a
/// lock.
final class World {
  private static final int LONGEST = 20_000;
  private static final long MILLI = 1_000_000;
  static final long SETTLE = Sample.TIMING.settle().toNanos();
  private static final long DEADLINE = Sample.TIMING.deadline().toNanos();

  final SplittableRandom dice;
  final Knobs knobs;
  final Safeguard removed;
  final Coverage coverage;
  final Policy policy;

  /// What answers calendars, expressions and signatures; for scenarios.
  Evaluators evaluators = Evaluators.NONE;

  final RegistryModel model;
  final InMemoryLedger ledger;

  /// The ledger of somebody else on the same tags.
  final InMemoryLedger rival;

  /// The marker of the ledger under test.
  final Manifest main;

  final Invariants invariants;
  final Outsider outsider;
  final Set<Location> locations = new LinkedHashSet<>();
  private final List<SimProcess> processes = new ArrayList<>();
  private final PriorityQueue<Later> later =
      new PriorityQueue<>(Comparator.comparingLong(Later::at).thenComparingInt(Later::order));
  private final @Nullable List<String> trace;
  private final Map<Long, Integer> ticks = new HashMap<>();
  private int orders;
  private int faults;
  private boolean calm = true;
  private @Nullable Violation violation;
  private volatile @Nullable SimProcess holder;
  private volatile @Nullable Thread controller;
  private volatile boolean controls = true;

  /// Nanoseconds since the start, by nobody's clock.
  long now;

  /// Counts the calls.
  int tick;

  private record Later(long at, int order, Runnable what) {}

  World(
      long seed,
      Knobs knobs,
      Policy policy,
      Safeguard removed,
      Coverage coverage,
      boolean tracing) {
    this.dice = new SplittableRandom(seed);
    this.knobs = knobs;
    this.policy = policy;
    this.removed = removed;
    this.coverage = coverage;
    this.trace = tracing ? new ArrayList<>() : null;
    this.model = new RegistryModel(knobs.forgets());
    this.ledger = new InMemoryLedger("sim.example/ledger", () -> Sample.START.plusNanos(now));
    this.rival = new InMemoryLedger(Rival.ORIGIN, () -> Sample.START.plusNanos(now));
    this.main = Marker.of("sim.example/ledger");
    this.invariants = new Invariants(this);
    this.outsider = new Outsider(this);
  }

  /// Notes what happens, where a trace is wanted.
  ///
  /// @param form a text in which each `{}` stands for a part
  void say(String form, @Nullable Object... parts) {
    if (trace != null) {
      trace.add("%6d %9.3fs ".formatted(tick, now / 1e9) + filled(form, parts));
    }
  }

  /// The text with each `{}` replaced by the next part.
  private static String filled(String form, @Nullable Object... parts) {
    var out = new StringBuilder();
    int from = 0;
    for (var part : parts) {
      int gap = form.indexOf("{}", from);
      out.append(form, from, gap).append(part);
      from = gap + 2;
    }
    return out.append(form, from, form.length()).toString();
  }

  List<String> trace() {
    return trace == null ? List.of() : trace;
  }

  /// How many things went wrong so far.
  int faults() {
    return faults;
  }

  @Nullable Violation violation() {
    return violation;
  }

  /// Notes that something must not be as it is; the first one counts. Whoever runs stops.
  Violation violated(String what) {
    var found = new Violation(what);
    if (violation == null) {
      violation = found;
      say("VIOLATED: {}", what);
    }
    return found;
  }

  /// Runs these processes at once, with faults, until each is done or dead.
  void together(Map<SimProcess, Runnable> work) {
    calm = false;
    controller = Thread.currentThread();
    controls = false;
    for (var each : work.entrySet()) {
      var process = each.getKey();
      processes.add(process);
      process.thread =
          Thread.ofVirtual()
              .unstarted(() -> {
                await(process);
                try {
                  each.getValue().run();
                } finally {
                  process.ended = true;
                  next(null);
                }
              });
    }
    for (var process : processes) {
      Objects.requireNonNull(process.thread).start();
    }
    next(null);
    while (!controls) {
      LockSupport.park(this);
    }
    calm = true;
    processes.clear();
  }

  /// A call of a port by a process that has the baton. Returns what goes wrong with this call, if
  /// anything does.
  @Nullable Fault call(SimProcess me, Call call) {
    tick++;
    if (violation != null) {
      throw new Crash();
    }
    if (me.dead) {
      throw new Crash();
    }
    if (tick > LONGEST) {
      throw violated("the schedule does not come to an end");
    }
    advance(calm ? MILLI : dice.nextLong(1, 8 * MILLI));
    if (calm) {
      return null;
    }
    var fault = pick(me, call);
    if (fault != null && Fault.ANYWHERE.contains(fault)) {
      happens(me, fault);
      fault = null;
    }
    if (dice.nextDouble() < knobs.switches()) {
      coverage.count(me.phase, Fault.SWITCH);
      next(me);
    }
    return fault;
  }

  /// The sending of an alias's tag. No other process runs between the last look of the path and
  /// this, but where the fault says so; the process may die, and the world may change, as anywhere.
  Fault sending(SimProcess me) {
    tick++;
    if (me.dead || violation != null) {
      throw new Crash();
    }
    if (calm) {
      return me.standsStillBeforeSending() ? Fault.PUT_SENT_LATE : Fault.SWITCH;
    }
    var fault = pick(me, Call.PUT);
    if (fault == null) {
      return Fault.SWITCH;
    }
    if (Fault.ANYWHERE.contains(fault)) {
      happens(me, fault);
      return Fault.SWITCH;
    }
    if (fault == Fault.PUT_SENT_LATE) {
      freeze(me, dice.nextLong(DEADLINE / 2, 3 * (DEADLINE + SETTLE)));
      if (violation != null) {
        throw new Crash();
      }
    }
    return fault;
  }

  private @Nullable Fault pick(SimProcess me, Call call) {
    // What is rarely reached goes wrong more often when it is.
    boolean rare = call == Call.APPEND && (me.phase == Phase.LOOKING || me.phase == Phase.SETTLING);
    double likely = knobs.faults() * (rare ? 20 : me.phase.writes() ? 3 : 1);
    if (faults >= knobs.most() || dice.nextDouble() >= likely) {
      return null;
    }
    var own = call.own();
    var possible = new ArrayList<Fault>();
    for (var fault : knobs.enabled()) {
      if (own.contains(fault)) {
        // What is of the call itself comes more often: there are fewer of its kind.
        for (int i = 0; i < 4; i++) {
          possible.add(fault);
        }
      } else if (Fault.ANYWHERE.contains(fault) && !(call == Call.PUT && touchesClocks(fault))) {
        possible.add(fault);
      }
    }
    if (possible.isEmpty()) {
      return null;
    }
    var fault = possible.get(dice.nextInt(possible.size()));
    faults++;
    me.faults++;
    coverage.count(me.phase, fault);
    say("FAULT {} at {} of {} after {}", fault.label(), call, me, me.phase);
    return fault;
  }

  private static boolean touchesClocks(Fault fault) {
    return fault == Fault.FREEZE
        || fault == Fault.SUSPEND
        || fault == Fault.WALL_BACK
        || fault == Fault.WALL_AHEAD;
  }

  /// Lets a fault happen that is not of a call itself.
  private void happens(SimProcess me, Fault fault) {
    switch (fault) {
      case CRASH -> {
        me.dead = true;
        throw new Crash();
      }
      case FREEZE -> freeze(me, dice.nextLong(DEADLINE / 2, 3 * (DEADLINE + SETTLE)));
      case SUSPEND -> {
        long span = dice.nextLong(DEADLINE / 2, 2 * (DEADLINE + SETTLE));
        freeze(me, span);
        me.stoodStill += span;
      }
      case WALL_BACK -> {
        long span = dice.nextLong(DEADLINE / 2, 2 * (DEADLINE + SETTLE));
        freeze(me, span);
        me.wallOffset -= span;
      }
      case WALL_AHEAD -> me.wallOffset += dice.nextLong(SETTLE / 2, DEADLINE);
      case OUTSIDE_MOVE -> outsider.moves(dice, false);
      case A_B_A -> outsider.moves(dice, true);
      case OUTSIDE_DELETE -> outsider.deletes(dice);
      case OUTSIDE_KEEP_TAG -> outsider.usesKeepTag(dice);
      case LAYER_LOST -> {
        int n = dice.nextInt(Sample.BUNDLES.size());
        say("a layer of b{} is lost", n);
        model.loseLayers(Sample.HERE, Sample.digest(n), tick);
      }
      default -> throw new IllegalArgumentException("not a fault of the world: " + fault);
    }
  }

  void freeze(SimProcess me, long span) {
    say("{} stands still for {} ms", me, span / MILLI);
    sleep(me, span);
  }

  void pause(SimProcess me, long span) {
    call(me, Call.AFTER);
    sleep(me, span);
    if (me.dead || violation != null) {
      throw new Crash();
    }
  }

  private void sleep(SimProcess me, long span) {
    me.wakeAt = now + Math.max(1, span);
    if (calm) {
      advance(span);
    } else {
      next(me);
    }
  }

  /// Gives the baton on: to some process that can run, after the clock went on where none can. With
  /// null nobody waits to have it back.
  private void next(@Nullable SimProcess me) {
    SimProcess chosen = null;
    while (chosen == null) {
      var awake = new ArrayList<SimProcess>();
      long first = Long.MAX_VALUE;
      for (var each : processes) {
        if (!each.ended) {
          if (each.wakeAt <= now) {
            awake.add(each);
          }
          first = Math.min(first, each.wakeAt);
        }
      }
      if (!awake.isEmpty()) {
        chosen = awake.get(awake.size() == 1 ? 0 : dice.nextInt(awake.size()));
      } else if (first == Long.MAX_VALUE) {
        controls = true;
        LockSupport.unpark(controller);
        return;
      } else {
        advance(first - now);
      }
    }
    if (chosen != me) {
      holder = chosen;
      LockSupport.unpark(chosen.thread);
      if (me != null) {
        await(me);
      }
    }
  }

  private void await(SimProcess me) {
    while (holder != me) {
      LockSupport.park(this);
    }
  }

  /// Does something at a time.
  void at(long time, Runnable what) {
    later.add(new Later(time, orders++, what));
  }

  /// Lets time pass, and everything happen that was to happen in it.
  void advance(long span) {
    long until = now + span;
    while (!later.isEmpty() && later.peek().at() <= until) {
      var next = later.remove();
      now = Math.max(now, next.at());
      tick++;
      next.what().run();
    }
    now = until;
  }

  void advance(Duration span) {
    advance(span.toNanos());
  }

  /// Lets everything that is under way arrive, and every settle time and deadline pass.
  void comeToRest() {
    while (!later.isEmpty()) {
      advance(Math.max(MILLI, later.peek().at() - now));
    }
    advance(4 * (DEADLINE + SETTLE));
  }

  void committed(List<Entry> entries) {
    for (var entry : entries) {
      ticks.put(entry.index(), tick);
    }
  }

  /// Whether what is authorised at an alias is signed.
  boolean signs(Alias alias) {
    return !policy.rulesOrUsual(alias).assurance().signing().isEmpty();
  }

  /// The tick at which an entry was appended.
  int tickOf(long index) {
    return Objects.requireNonNull(ticks.get(index), "every entry has a tick");
  }
}
