package io.tagtrail.testkit.sim;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.MoveRequest;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Powers;
import io.tagtrail.core.registry.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes up what processes do.
final class Script {
  private final SplittableRandom dice;
  private final List<MoveRequest> asked = new ArrayList<>();
  private final boolean rival;
  private int requests;

  Script(SplittableRandom dice) {
    this.dice = dice;
    this.rival = dice.nextInt(6) == 0;
  }

  /// What one process does, one thing after the other.
  List<Consumer<SimProcess>> process() {
    var steps = new ArrayList<Consumer<SimProcess>>();
    int count = dice.nextInt(1, 4);
    for (int i = 0; i < count; i++) {
      steps.add(step());
    }
    return steps;
  }

  private Consumer<SimProcess> step() {
    if (rival && dice.nextInt(3) == 0) {
      int what = dice.nextInt(5);
      int bundle = dice.nextInt(Sample.BUNDLES.size());
      return process -> new Rival(process).act(what, bundle);
    }
    int roll = dice.nextInt(100);
    var alias = dice.nextInt(5) == 0 ? Sample.DEV : Sample.PROD;
    if (roll < 34) {
      return move(promote(alias));
    }
    if (roll < 42 && !asked.isEmpty()) {
      return move(again(asked.get(dice.nextInt(asked.size()))));
    }
    if (roll < 58) {
      return move(request(alias, new Aim.RollBack(null)));
    }
    if (roll < 63) {
      return move(request(alias, new Aim.RollBack(dice.nextLong(0, 4))));
    }
    if (roll < 69) {
      return move(request(alias, new Aim.Adopt(null, rival && dice.nextInt(3) == 0)));
    }
    if (roll < 71) {
      var to = dice.nextBoolean() ? Sample.THERE : Sample.HERE;
      return move(request(alias, new Aim.Relocate(to.at(new Tag("live-" + alias.environment())))));
    }
    if (roll < 75) {
      return move(request(Sample.PROD, new Aim.PromoteFrom(Sample.DEV, false)));
    }
    if (roll < 77) {
      return process -> Actions.sentinel(process, alias);
    }
    if (roll < 78) {
      var bundle = Sample.digest(dice.nextInt(Sample.BUNDLES.size()));
      return process -> Actions.insist(process, alias, bundle);
    }
    if (roll < 81) {
      return process -> Actions.look(process, alias);
    }
    if (roll < 83) {
      return process -> Actions.approveOwed(process, alias);
    }
    if (roll < 90) {
      return process -> Actions.settle(process, alias);
    }
    if (roll < 97) {
      int what = dice.nextInt(6);
      var bundle = Sample.digest(dice.nextInt(Sample.BUNDLES.size()));
      var scope = dice.nextInt(4) == 0 ? Stop.Scope.ALL : Stop.Scope.FORWARD;
      return process -> Actions.stop(process, alias, what, bundle, scope);
    }
    return roll < 98 ? Actions::otherPolicy : Actions::deliver;
  }

  private Consumer<SimProcess> move(MoveRequest request) {
    boolean approved = dice.nextInt(3) > 0;
    var by = dice.nextBoolean() ? "ann" : "bob";
    return process -> {
      var world = process.world;
      var bundle = bundle(request.aim());
      if (approved && world.policy.equals(Sample.GATED) && bundle != null) {
        Actions.approve(process, request.alias(), bundle, by);
      }
      var asked = proved(world, request);
      if (Actions.move(process, asked).orElse(null) instanceof Outcome.Authorised authorised) {
        new Caller(process).write(asked, authorised);
      }
    };
  }

  private static @Nullable Digest bundle(Aim aim) {
    return aim instanceof Aim.Promote promote && promote.source() instanceof Source.InRegistry from
        ? from.reference().digest()
        : null;
  }

  /// Where approvals are asked for, a pipeline asks whom a token proves; it may go past admission
  /// now and then.
  static MoveRequest proved(World world, MoveRequest it) {
    if (!world.policy.equals(Sample.GATED)) {
      return it;
    }
    return new MoveRequest(
        it.alias(),
        it.aim(),
        it.location(),
        it.id(),
        Sample.PIPELINE,
        null,
        it.pipeline(),
        it.builder(),
        it.release(),
        it.reason(),
        it.expect(),
        it.idempotencyKey(),
        it.dryRun(),
        new Powers(it.id().hashCode() % 2 == 0, List.of(), List.of(), false));
  }

  private MoveRequest promote(Alias alias) {
    int n = dice.nextInt(Sample.BUNDLES.size());
    var from = dice.nextInt(4) == 0 ? Sample.BUILD : Sample.HERE;
    boolean older = dice.nextInt(3) == 0;
    return request(alias, new Aim.Promote(Sample.source(from, n), older));
  }

  private MoveRequest request(Alias alias, Aim aim) {
    var id = "r" + requests++;
    int keyed = dice.nextInt(3);
    var pipeline =
        keyed == 0
            ? new Facts.Pipeline(FactStatus.CLAIMED, "ci", "release", "run-" + id, 1L, null, null)
            : Facts.Pipeline.MISSING;
    boolean expects = aim instanceof Aim.Promote && dice.nextInt(4) == 0;
    var request =
        new MoveRequest(
            alias,
            aim,
            Sample.location(alias),
            id,
            Mover.MISSING,
            null,
            pipeline,
            Facts.Builder.MISSING,
            null,
            aim instanceof Aim.RollBack || aim.allowsOlder() || aim.takesOver() ? "because" : null,
            expects ? Sample.digest(dice.nextInt(3)) : null,
            keyed == 1 ? "key-" + id : null,
            dice.nextInt(20) == 0);
    asked.add(request);
    return request;
  }

  /// The same request once more, as a pipeline that is run again makes it.
  private MoveRequest again(MoveRequest it) {
    return new MoveRequest(
        it.alias(),
        it.aim(),
        it.location(),
        "r" + requests++,
        it.mover(),
        it.person(),
        it.pipeline(),
        it.builder(),
        it.release(),
        it.reason(),
        it.expect(),
        it.idempotencyKey(),
        it.dryRun());
  }

  /// A promotion for setting things up.
  static MoveRequest plain(Alias alias, Aim aim, String id, @Nullable String key) {
    var it = MoveRequest.of(alias, aim, Sample.location(alias), id);
    return new MoveRequest(
        it.alias(),
        it.aim(),
        it.location(),
        it.id(),
        it.mover(),
        it.person(),
        it.pipeline(),
        it.builder(),
        it.release(),
        it.reason(),
        it.expect(),
        key,
        it.dryRun());
  }
}
