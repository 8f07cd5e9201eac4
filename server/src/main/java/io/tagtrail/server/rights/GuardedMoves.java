package io.tagtrail.server.rights;

import io.tagtrail.core.event.Event;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.server.Ask;
import io.tagtrail.server.Moves;
import io.tagtrail.server.Trail;
import io.tagtrail.server.config.Right;
import org.jspecify.annotations.Nullable;

/// Moves, for those with a right to each.
final class GuardedMoves implements Moves {
  private final Moves inner;
  private final Trail trail;
  private final Guard guard;

  /// @param trail has the authorisation that a move is called off by
  GuardedMoves(Moves inner, Trail trail, Guard guard) {
    this.inner = inner;
    this.trail = trail;
    this.guard = guard;
  }

  @Override
  public Outcome promote(Alias alias, String source, boolean allowOlder, Ask ask)
      throws InterruptedException {
    guard.need(Right.PROMOTE, alias);
    if (allowOlder) {
      guard.need(Right.OVERRIDE, alias);
    }
    guard.origins().check(alias, source);
    return inner.promote(alias, source, allowOlder, guard.asked(alias, ask));
  }

  @Override
  public Outcome rollback(Alias alias, @Nullable String to, Ask ask) throws InterruptedException {
    guard.need(Right.ROLLBACK, alias);
    return inner.rollback(alias, to, guard.asked(alias, ask));
  }

  @Override
  public Outcome adopt(Alias alias, @Nullable String previous, Ask ask)
      throws InterruptedException {
    guard.need(Right.ADOPT, alias);
    return inner.adopt(alias, previous, guard.asked(alias, ask));
  }

  @Override
  public Outcome takeOver(Alias alias, Ask ask) throws InterruptedException {
    guard.need(Right.ADOPT, alias);
    return inner.takeOver(alias, guard.asked(alias, ask));
  }

  @Override
  public Outcome relocate(Alias alias, Ask ask) throws InterruptedException {
    guard.need(Right.ADOPT, alias);
    return inner.relocate(alias, guard.asked(alias, ask));
  }

  @Override
  public Outcome confirm(Alias alias, long intent, Ask ask) throws InterruptedException {
    guard.needAny(alias, Right.PROMOTE, Right.ROLLBACK, Right.ADOPT);
    return inner.confirm(alias, intent, guard.asked(alias, ask));
  }

  @Override
  public Outcome cancel(Alias alias, long intent, Ask ask) throws InterruptedException {
    guard.needAny(alias, Right.PROMOTE, Right.ROLLBACK, Right.ADOPT);
    // Whoever may promote is not to call off a rollback.
    needForMove(alias, intent);
    return inner.cancel(alias, intent, guard.asked(alias, ask));
  }

  /// The right to the move that an authorisation is for.
  private void needForMove(Alias alias, long intent) {
    trail
        .entry(intent)
        .map(told -> told.entry().event())
        .filter(event -> alias.equals(event.stream().alias()))
        .map(Event::intent)
        .ifPresent(it ->
            guard.need(
                switch (it.kind()) {
                  case ROLLBACK -> Right.ROLLBACK;
                  case PROMOTION -> Right.PROMOTE;
                  default -> Right.ADOPT;
                },
                alias));
  }
}
