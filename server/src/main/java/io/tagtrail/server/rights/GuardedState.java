package io.tagtrail.server.rights;

import io.tagtrail.core.history.Status;
import io.tagtrail.core.model.Alias;
import io.tagtrail.server.Checked;
import io.tagtrail.server.State;
import io.tagtrail.server.config.Right;
import io.tagtrail.server.inside.Compared;
import io.tagtrail.server.inside.Range;
import java.util.List;

/// How aliases stand, as far as somebody may read it.
final class GuardedState implements State {
  private final State inner;
  private final Guard guard;

  GuardedState(State inner, Guard guard) {
    this.inner = inner;
    this.guard = guard;
  }

  @Override
  public Status status(Alias alias, boolean ask) {
    guard.see(alias);
    return inner.status(alias, ask);
  }

  @Override
  public List<Status> board(boolean ask) {
    guard.current();
    return guard.sight().any()
        ? inner.board(ask).stream().filter(each -> guard.sight().of(each.state().alias())).toList()
        : List.of();
  }

  @Override
  public Compared diff(String range) {
    var both = Range.parse(range, guard.now());
    guard.see(both.before().alias());
    guard.see(both.after().alias());
    return inner.diff(range);
  }

  @Override
  public Checked check(Alias alias) throws InterruptedException {
    guard.needAny(alias, Right.SETTLE, Right.PROMOTE, Right.ROLLBACK, Right.ADOPT);
    return inner.check(alias);
  }

  @Override
  public List<Alias> unfinished() {
    guard.current();
    return guard.sight().any()
        ? inner.unfinished().stream().filter(guard.sight()::of).toList()
        : List.of();
  }
}
