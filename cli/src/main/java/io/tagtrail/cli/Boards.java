package io.tagtrail.cli;

import io.tagtrail.core.history.Status;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.client.RemoteTagtrail;
import java.util.List;

/// The board, or as little more of it than is wanted as can be had.
final class Boards {
  private Boards() {}

  /// @param applications those that are wanted; empty for all. Others may come along.
  static List<Status> of(Tagtrail tagtrail, List<String> applications, boolean ask) {
    return applications.size() == 1 && tagtrail instanceof RemoteTagtrail remote
        ? remote.state().board(applications.getFirst(), ask)
        : tagtrail.state().board(ask);
  }
}
