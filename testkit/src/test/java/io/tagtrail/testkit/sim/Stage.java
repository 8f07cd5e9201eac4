package io.tagtrail.testkit.sim;

import io.tagtrail.core.event.Change;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.policy.Evaluators;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.core.policy.PolicyLog;
import io.tagtrail.core.policy.RollbackTargets;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.MoveRequest;
import io.tagtrail.core.promotion.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A schedule that is written by hand: processes run inside one another, where a step of one is
/// reached.
final class Stage {
  static final Location PROD = Sample.location(Sample.PROD);
  final World world;
  private int requests;

  private Stage(Knobs knobs) {
    this(knobs, Sample.POLICY, Evaluators.NONE);
  }

  private Stage(Knobs knobs, Policy policy, Evaluators evaluators) {
    world = new World(1, knobs, policy, Safeguard.NONE, new Coverage(), true);
    world.evaluators = evaluators;
    for (var bundle : Sample.BUNDLES) {
      world.model.push(Sample.BUILD, bundle);
      world.model.push(Sample.HERE, bundle);
    }
    world.locations.add(PROD);
    new PolicyLog(process("setup").ledger).apply(world.policy, "setup", Facts.NONE, List.of());
  }

  /// Nothing is there yet.
  static Stage empty() {
    return new Stage(Knobs.CALM);
  }

  /// b0 was adopted as #1, under rules of `shop/prod`.
  static Stage adopted(Rules prod, Evaluators evaluators) {
    var stage = new Stage(Knobs.CALM, Policy.of(Sample.POLICY.rules("dev"), prod), evaluators);
    stage.world.model.land(PROD, Sample.bundle(0), 0, 0);
    var adopts = stage.process("adopts");
    var request =
        MoveRequest.of(Sample.PROD, new Aim.Adopt(null), PROD, "request-" + stage.requests++);
    var outcome = Actions.move(adopts, request).orElseThrow();
    if (outcome instanceof Outcome.Authorised authorised) {
      stage.put(adopts, authorised.keepTag(), authorised);
      stage.confirm(adopts, authorised.intent().index());
    }
    stage.wait(Duration.ofSeconds(10));
    return stage;
  }

  /// A caller puts a tag with its own right.
  void put(SimProcess caller, Location location, Outcome.Authorised authorised) {
    world.model.land(location, authorised.manifest(), world.tick, world.now);
    world.say("{} put {} by itself", caller, location);
  }

  Outcome confirm(SimProcess process, long intent) {
    try {
      return process.path.confirm(Sample.PROD, intent, "confirm-" + requests++);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts here", e);
    }
  }

  Outcome cancel(SimProcess process, long intent) {
    try {
      return process.path.cancel(Sample.PROD, intent, "cancel-" + requests++);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts here", e);
    }
  }

  /// b0 was adopted as #1, and the bundles up to `last` were promoted after it.
  static Stage governed(int last) {
    return governed(last, Knobs.CALM);
  }

  static Stage governed(int last, Knobs knobs) {
    var stage = new Stage(knobs);
    stage.world.model.land(PROD, Sample.bundle(0), 0, 0);
    stage.ask(stage.process("adopts"), new Aim.Adopt(null));
    for (int n = 1; n <= last; n++) {
      stage.promote(stage.process("promotes"), n);
    }
    stage.wait(Duration.ofSeconds(10));
    return stage;
  }

  SimProcess process(String name) {
    return new SimProcess(world, name);
  }

  /// A process that dies when it reached a step.
  SimProcess dying(Phase step) {
    var process = process("dies");
    process.at(
        step,
        () -> {
          process.dead = true;
          throw new Crash();
        });
    return process;
  }

  /// Promotes with a process that dies on the way.
  void promoteAndDie(Phase step, int n) {
    dies(dying(step), new Aim.Promote(Sample.source(Sample.HERE, n), false));
  }

  void dies(SimProcess process, Aim aim) {
    try {
      ask(process, aim);
    } catch (Crash e) {
      return;
    }
    throw new AssertionError("it did not die");
  }

  Outcome promote(SimProcess process, int n) {
    return ask(process, new Aim.Promote(Sample.source(Sample.HERE, n), false));
  }

  Outcome rollBack(SimProcess process) {
    return ask(process, new Aim.RollBack(null));
  }

  Outcome ask(SimProcess process, Aim aim) {
    return ask(process, aim, null, null);
  }

  Outcome ask(SimProcess process, Aim aim, @Nullable String run, @Nullable Digest expect) {
    var pipeline =
        run == null
            ? Facts.Pipeline.MISSING
            : new Facts.Pipeline(FactStatus.CLAIMED, "ci", "release", run, 1L, null, null);
    var location = Objects.requireNonNullElse(state().location(), PROD);
    var request =
        new MoveRequest(
            Sample.PROD,
            aim,
            location,
            "request-" + requests++,
            Mover.MISSING,
            null,
            pipeline,
            Facts.Builder.MISSING,
            null,
            aim instanceof Aim.RollBack || aim.takesOver() ? "because" : null,
            expect,
            null,
            false);
    return Actions.move(process, request)
        .orElseThrow(() -> new AssertionError(String.join("\n", world.trace())));
  }

  void settle() {
    Actions.settle(process("settles"), Sample.PROD);
  }

  void look() {
    Actions.look(process("looks"), Sample.PROD);
  }

  void wait(Duration span) {
    world.advance(span);
  }

  /// Until an intent of now can be settled.
  void waitUntilDue() {
    wait(Sample.TIMING.deadline().plus(Sample.TIMING.settle()));
  }

  void outsiderMovesTo(int n) {
    world.outsider.sets(PROD, Sample.digest(n));
  }

  AliasState state() {
    return world.ledger.alias(Sample.PROD);
  }

  /// What the tag is at the registry.
  String tag() {
    return Sample.name(world.model.tag(PROD));
  }

  /// What the alias is by the two heads: `b1 b1`.
  String heads() {
    return Sample.name(state().governedDigest()) + " " + Sample.name(state().observedDigest());
  }

  /// The newest entries of the alias, oldest first, as `outside-move b3 late-own-write`.
  List<String> newest(int count) {
    return world.ledger.history(Sample.PROD.stream(), Long.MAX_VALUE, count).reversed().stream()
        .map(Stage::describe)
        .toList();
  }

  private static String describe(Entry entry) {
    var change = entry.event().change();
    var kind = entry.event().kind().label();
    if (change == null) {
      return kind;
    }
    Change.Note note = change.note();
    return kind + " " + Sample.name(change.digest()) + (note == null ? "" : " " + note.label());
  }

  /// The rollback target as it is computed now; `nothing` where there is none.
  String target() {
    var process = process("asks");
    var answer =
        new RollbackTargets(process.ledger, process.registry)
            .find(
                state(), world.policy.rules("prod"), state().observedDigest(), process.now(), true);
    return answer.target() == null ? "nothing" : Sample.name(answer.target().tenure().digest());
  }

  /// Comes to rest and checks everything that must always hold.
  void holds() {
    world.comeToRest();
    settle();
    look();
    new LogRules(world).check();
    if (world.violation() != null) {
      throw world.violation();
    }
  }

  long count(EventKind kind) {
    return world.ledger.all().stream().filter(e -> e.event().kind() == kind).count();
  }
}
