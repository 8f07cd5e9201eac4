package io.tagtrail.testkit.sim;

import io.tagtrail.core.event.Facts;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.policy.Evaluators;
import io.tagtrail.core.policy.PolicyLog;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.Around;
import io.tagtrail.core.promotion.Claims;
import io.tagtrail.core.promotion.GovernedPath;
import io.tagtrail.core.promotion.Marker;
import io.tagtrail.core.promotion.MoveRequest;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.core.registry.RegistryException;
import java.time.Duration;
import java.util.List;

/// Somebody with a ledger of their own on the same tag. What they write is, seen from the ledger
/// that is under test, the writing of an outsider.
final class Rival {
  static final String ORIGIN = "rival.example/ledger";
  static final Digest MARKER = Marker.of(ORIGIN).digest();

  private final SimProcess me;
  private final World world;
  private final GovernedPath path;

  Rival(SimProcess me) {
    this.me = me;
    this.world = me.world;
    var ledger = world.rival.handle(me::wall);
    if (world.rival.head().size() == 0) {
      new PolicyLog(ledger).apply(Sample.POLICY, "setup", Facts.NONE, List.of());
    }
    var registry = new RivalRegistry(me);
    this.path =
        new GovernedPath(
            ledger,
            registry,
            Sample.POLICY,
            Evaluators.NONE,
            Around.NOTHING,
            new Claims(ledger, registry, me, Duration.ZERO),
            me,
            step -> {},
            Progress.SILENT);
  }

  /// Adopts the tag, takes it over, or moves it.
  void act(int what, int bundle) {
    me.begin(Phase.STOPPING);
    var aim =
        switch (what) {
          case 0 -> new Aim.Adopt(null);
          case 1 -> new Aim.Adopt(null, true);
          case 2 -> new Aim.RollBack(null);
          default -> new Aim.Promote(Sample.source(Sample.HERE, bundle), true);
        };
    var location = Sample.location(Sample.PROD);
    int from = world.tick;
    boolean foreign = world.main.digest().equals(world.model.tag(location.marker()));
    try {
      var outcome = path.move(MoveRequest.of(Sample.PROD, aim, location, "rival-" + world.tick));
      world.say("the rival asked {}: {}", aim, Invariants.describe(outcome));
      if (outcome instanceof Outcome.Moved
          && what != 1
          && foreign
          && world.model.constant(location.marker(), from, world.tick)) {
        throw world.violated("another ledger moved what is not its own: " + aim);
      }
    } catch (RegistryException | LedgerException e) {
      world.say("the rival failed: {}", e.getMessage());
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts here", e);
    }
  }
}
