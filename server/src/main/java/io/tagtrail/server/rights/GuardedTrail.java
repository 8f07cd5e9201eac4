package io.tagtrail.server.rights;

import io.tagtrail.core.history.Address;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.LogHead;
import io.tagtrail.core.model.Alias;
import io.tagtrail.server.ForbiddenException;
import io.tagtrail.server.Found;
import io.tagtrail.server.Told;
import io.tagtrail.server.Trail;
import io.tagtrail.server.Verification;
import io.tagtrail.server.config.Right;
import java.util.List;
import java.util.Optional;

/// The audit trail, as far as somebody may read it.
final class GuardedTrail implements Trail {
  private final Trail inner;
  private final Guard guard;

  GuardedTrail(Trail inner, Guard guard) {
    this.inner = inner;
    this.guard = guard;
  }

  @Override
  public Optional<Told> entry(long index) {
    guard.current();
    return guard.sight().any()
        ? inner.entry(index).filter(told -> guard.sight().of(told.entry()))
        : Optional.empty();
  }

  @Override
  public Told tell(Entry entry) {
    guard.current();
    if (!guard.sight().of(entry)) {
      throw new ForbiddenException(
          Right.READ.label(),
          entry.event().stream().toString(),
          "entry %d is not there, or you may not read it".formatted(entry.index()));
    }
    return inner.tell(entry);
  }

  @Override
  public List<Told> entries(long from, int limit) {
    guard.current();
    return guard.sight().entries(from, limit);
  }

  @Override
  public List<Told> history(Alias alias, boolean everything, long before, int limit) {
    guard.see(alias);
    return inner.history(alias, everything, before, limit);
  }

  @Override
  public Optional<Told> resolve(String address) {
    guard.see(Address.parse(address, guard.now()).alias());
    return inner.resolve(address);
  }

  @Override
  public List<Found> search(String what, int limit) {
    guard.current();
    return guard.sight().search(what, limit);
  }

  @Override
  public Verification verify(Alias alias, boolean registry) {
    guard.see(alias);
    return inner.verify(alias, registry);
  }

  @Override
  public LogHead head() {
    guard.needSight();
    return inner.head();
  }
}
