package io.tagtrail.server;

import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.promotion.GovernedPath;
import io.tagtrail.core.promotion.Observer;
import io.tagtrail.core.promotion.Settler;
import io.tagtrail.core.registry.RegistryException;
import java.util.UUID;

/// Looks at an alias's tag now: settles what is unfinished, records an outside move, and says what
/// it found. It writes to no registry.
final class Checker {
  /// How often a tag is looked at again whose answers do not agree.
  private static final int LOOKS = 16;

  private final Ledger ledger;
  private final GovernedPath path;

  Checker(Ledger ledger, GovernedPath path) {
    this.ledger = ledger;
    this.path = path;
  }

  Checked check(Alias alias) throws InterruptedException {
    var request = "check-" + UUID.randomUUID();
    var state = ledger.alias(alias);
    if (state.location() == null && state.intent() == null) {
      return new Checked(alias, new Checked.Result.NotGoverned());
    }
    try {
      return new Checked(
          alias, state.intent() == null ? look(alias, request) : settled(alias, request));
    } catch (RegistryException e) {
      return new Checked(alias, new Checked.Result.Away(String.valueOf(e.getMessage())));
    }
  }

  private Checked.Result look(Alias alias, String request) throws InterruptedException {
    for (int attempt = 0; attempt < LOOKS; attempt++) {
      switch (path.look(alias, request)) {
        case Observer.Sighting.MovedOutside moved -> {
          return new Checked.Result.FoundOutside(moved.recorded());
        }
        case Observer.Sighting.AsRecorded seen -> {
          var state = ledger.alias(alias);
          return state.movedOutside()
              ? new Checked.Result.StillOutside(state.governedDigest(), state.observedDigest())
              : state.isGoverned() ? new Checked.Result.Agrees() : new Checked.Result.NotGoverned();
        }
        case Observer.Sighting.Overtaken overtaken -> {
          if (ledger.alias(alias).intent() != null) {
            return settled(alias, request);
          }
        }
      }
    }
    return new Checked.Result.Away(
        "the registry's answers for the tag do not agree with one another, or the alias moves all"
            + " the time");
  }

  private Checked.Result settled(Alias alias, String request) throws InterruptedException {
    while (true) {
      switch (path.settle(alias, request)) {
        case Settler.Settled.Closed closed -> {
          return new Checked.Result.Settled(closed.entries());
        }
        case Settler.Settled.Open open -> {
          return new Checked.Result.Unfinished(open.intent(), open.why());
        }
        case Settler.Settled.Nothing nothing -> {
          return look(alias, request);
        }
        case Settler.Settled.Overtaken overtaken -> {}
      }
    }
  }
}
