package io.tagtrail.testkit.sim;

import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.policy.Assurance;
import io.tagtrail.core.promotion.Signer;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;

/// A process's signer: what it signs is there for whoever verifies, from that moment on.
final class PortSigner implements Signer {
  private final World world;
  private final SimProcess me;

  PortSigner(World world, SimProcess me) {
    this.world = world;
    this.me = me;
  }

  @Override
  public void sign(Entry authorisation, Location location, Manifest bundle, Assurance.Signing how) {
    world.invariants.signs(me, authorisation, location, bundle);
    var fault = world.call(me, Call.SIGN);
    if (fault == Fault.PUT_REFUSED || fault == Fault.PUT_LOST) {
      me.unsigned = authorisation.index();
      throw new RegistryException(
          Kind.UNAVAILABLE, Applied.UNKNOWN, 0, "simulated: not signed", null);
    }
    var alias = authorisation.event().alias();
    world.say("{} signs {} for {}", me, Sample.name(bundle.digest()), alias);
    if (world.removed.signsLate()) {
      world.at(
          world.now + World.SETTLE,
          () -> world.model.sign(location.repository(), bundle.digest(), alias, world.tick));
      return;
    }
    world.model.sign(location.repository(), bundle.digest(), alias, world.tick);
    if (fault == Fault.PUT_DONE_REPORTED_FAILED) {
      me.unsigned = authorisation.index();
      throw new RegistryException(
          Kind.UNAVAILABLE, Applied.UNKNOWN, 0, "simulated: signed, and the answer lost", null);
    }
    world.call(me, Call.AFTER);
  }
}
