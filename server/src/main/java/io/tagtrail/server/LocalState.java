package io.tagtrail.server;

import io.tagtrail.core.history.Status;
import io.tagtrail.core.model.Alias;
import io.tagtrail.server.identity.IssuerPages;
import io.tagtrail.server.inside.Compared;
import io.tagtrail.server.inside.Comparing;
import io.tagtrail.server.inside.Insides;
import io.tagtrail.server.inside.Range;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// How aliases stand, by a ledger and registries that this process reaches itself.
final class LocalState implements State {
  private final LocalParts on;
  private final Insides insides;

  LocalState(LocalParts on, Insides insides) {
    this.on = on;
    this.insides = insides;
  }

  @Override
  public Status status(Alias alias, boolean ask) {
    on.needKnown(alias);
    return on.questions().status(alias, on.time().now(), ask);
  }

  @Override
  public List<Status> board(boolean ask) {
    Set<Alias> all = new LinkedHashSet<>(on.config().locations().keySet());
    all.addAll(on.ledger().aliases());
    var now = on.time().now();
    return all.stream().map(alias -> on.questions().brief(alias, now, ask)).toList();
  }

  @Override
  public Compared diff(String range) {
    var forges = IssuerPages.forges(on.config().identity().issuers());
    return new Comparing(on.ledger(), on.questions(), insides, forges)
        .compare(Range.parse(range, on.time().now()));
  }

  @Override
  public Checked check(Alias alias) throws InterruptedException {
    on.needKnown(alias);
    return new Checker(on.ledger(), on.path()).check(alias);
  }

  @Override
  public List<Alias> unfinished() {
    var open = new ArrayList<Alias>();
    for (var alias : on.ledger().aliases()) {
      if (on.ledger().alias(alias).intent() != null) {
        open.add(alias);
      }
    }
    return open;
  }
}
