package io.tagtrail.testkit.ledger;

import io.tagtrail.core.event.Commitments;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.ledger.ActiveStop;
import io.tagtrail.core.ledger.Appended;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.ledger.TaskKind;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Stream;
import java.util.List;
import java.util.Objects;

/// Fills a ledger with what happens to aliases, one act at a time: `new Story(ledger).adopt(prod,
/// 1).promote(prod, 2)`. Bundles are the counted ones of [Events]. An act that the ledger does not
/// take is an [AssertionError].
public final class Story {
  private final Ledger ledger;

  public Story(Ledger ledger) {
    this.ledger = ledger;
  }

  public Story adopt(Alias alias, long bundle) {
    var event = Events.adoption(ledger.alias(alias), Events.bundle(bundle)).build();
    committed(expecting(alias).add(event).document(Events.manifest(bundle)).build());
    return this;
  }

  /// Authorises and closes a promotion.
  public Story promote(Alias alias, long bundle) {
    return authorise(alias, EventKind.PROMOTION, bundle).close(alias);
  }

  /// Authorises and closes a rollback.
  public Story rollBack(Alias alias, long bundle) {
    return authorise(alias, EventKind.ROLLBACK, bundle).close(alias);
  }

  /// Leaves an open intent.
  public Story authorise(Alias alias, EventKind kind, long bundle) {
    var state = ledger.alias(alias);
    var sides =
        List.of(
            SideRecord.of(Commitments.MOVER, "a.person@example.com"),
            SideRecord.of(Commitments.REASON, "bundle " + bundle));
    var event =
        Events.authorisation(state, kind, bundle, ledger.head().time())
            .commitments(Commitments.to(sides))
            .build();
    committed(expecting(alias).add(event).sides(sides).document(Events.manifest(bundle)).build());
    return this;
  }

  /// Closes the open intent as it was intended, with a task to attach the event.
  public Story close(Alias alias) {
    var state = ledger.alias(alias);
    var intent = Objects.requireNonNull(state.intent(), alias + " has no open intent");
    var authorisation = ledger.entry(intent.index()).orElseThrow().event();
    committed(
        expecting(alias).add(Events.moved(state, authorisation).build(), TaskKind.ATTACH).build());
    return this;
  }

  public Story abandon(Alias alias) {
    return add(Events.abandoned(ledger.alias(alias)).build());
  }

  public Story indeterminate(Alias alias) {
    var state = ledger.alias(alias);
    return add(Events.indeterminate(state, ledger.head().time().plusSeconds(60)).build());
  }

  public Story outside(Alias alias, long bundle) {
    return add(Events.outsideMove(ledger.alias(alias), Events.bundle(bundle)).build());
  }

  public Story deleted(Alias alias) {
    return add(Events.outsideMove(ledger.alias(alias), null).build());
  }

  public Story hold(Alias alias, Stop.Scope scope) {
    return add(Events.hold(alias, scope, null).build());
  }

  public Story unhold(Alias alias, ActiveStop hold) {
    return add(Events.unhold(alias, hold.scope(), hold.index()).build());
  }

  public Story block(String application, long bundle) {
    return add(Events.block(application, Events.digest(bundle)).build());
  }

  public Story unblock(String application, ActiveStop block) {
    var bundle = Objects.requireNonNull(block.bundle(), "a block names a bundle");
    return add(Events.unblock(application, bundle, block.index()).build());
  }

  /// Appends one event to its stream as that is now.
  public Story add(Event event) {
    committed(Batch.expecting(event.stream(), version(event.stream())).add(event).build());
    return this;
  }

  /// The entries of a batch that the ledger must take.
  public List<Entry> committed(Batch batch) {
    return switch (ledger.append(batch)) {
      case Appended.Committed committed -> committed.entries();
      case Appended.Conflict conflict -> throw new AssertionError("not taken: " + conflict);
    };
  }

  private Batch.Builder expecting(Alias alias) {
    return Batch.expecting(alias.stream(), version(alias.stream()));
  }

  private long version(Stream stream) {
    return ledger.state(stream).version();
  }
}
