package io.tagtrail.server;

import io.tagtrail.core.history.Status;
import io.tagtrail.core.model.Alias;
import io.tagtrail.server.inside.Compared;
import java.util.List;

/// How aliases stand: what the ledger and, where it is asked, the registry say of them now.
///
/// The exceptions are those of [Tagtrail].
public interface State {
  /// Everything about one alias.
  ///
  /// @param ask whether the registry is asked
  Status status(Alias alias, boolean ask);

  /// Every alias that is configured or in the ledger, in order of application and of the
  /// environments' graph, without rollback targets.
  List<Status> board(boolean ask);

  /// What differs inside of two bundles, and what going back from the later to the earlier would
  /// not undo.
  ///
  /// @param range `shop/prod~1..shop/prod`, `shop/preprod..shop/prod`, `shop/prod#3..#7`; an alias
  ///   alone stands for the bundle before and the one that is governed now
  Compared diff(String range);

  /// Looks at an alias's tag now: settles what is unfinished, records an outside move.
  Checked check(Alias alias) throws InterruptedException;

  /// The aliases with an unfinished move.
  List<Alias> unfinished();
}
