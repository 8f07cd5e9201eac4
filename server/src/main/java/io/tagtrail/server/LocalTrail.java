package io.tagtrail.server;

import io.tagtrail.core.history.Address;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.LogHead;
import io.tagtrail.core.model.Alias;
import java.util.List;
import java.util.Optional;

/// The audit trail in a ledger of this process.
final class LocalTrail implements Trail {
  private final LocalParts on;
  private final Teller teller;

  LocalTrail(LocalParts on) {
    this.on = on;
    this.teller = new Teller(on.ledger());
  }

  @Override
  public Optional<Told> entry(long index) {
    return on.ledger().entry(index).map(teller::tell);
  }

  @Override
  public Told tell(Entry entry) {
    return teller.tell(entry);
  }

  @Override
  public List<Told> entries(long from, int limit) {
    return on.ledger().entries(from, limit).stream().map(teller::tell).toList();
  }

  @Override
  public List<Told> history(Alias alias, boolean everything, long before, int limit) {
    on.needKnown(alias);
    var entries =
        everything
            ? on.ledger().history(alias.stream(), before, limit)
            : on.ledger().changes(alias, before, limit);
    return entries.stream().map(teller::tell).toList();
  }

  @Override
  public Optional<Told> resolve(String address) {
    return on.questions().resolve(Address.parse(address, on.time().now())).map(teller::tell);
  }

  @Override
  public List<Found> search(String what, int limit) {
    return new Search(on.ledger()).search(what, limit);
  }

  @Override
  public Verification verify(Alias alias, boolean askRegistry) {
    on.needKnown(alias);
    return new Verifier(on.ledger(), on.registry()).verify(alias, askRegistry);
  }

  @Override
  public LogHead head() {
    return on.ledger().head();
  }
}
